"""The words beside a name that show it to be one. All in the form `words.folded` gives."""

from __future__ import annotations

from icv_app.domain.privacy.words import word_set

TITLES = word_set("mr mrs ms mx mister missus messrs dr prof professor madam dame rev revd reverend")
"""Whatever follows is a name, also in lower case."""

TITLES_AND_WORDS = word_set(
    """miss sir lady lord judge imam father brother sister rabbi pastor uncle aunt aunty auntie nana nan
    grandad granddad grandma gran granny cousin bhai baji apa khala chacha sheikh captain hajji haji
    maulana mufti bishop canon vicar priest sister matron"""
)
"""Titles that are words of other meaning, too."""

RANKS = word_set(
    """pc pcs pcso wpc wpcs sc dc ds di dci dsu dcs ps aps tps sgt sgts sergeant sargeant sargent sergent
    seargent sergant serg insp inspector inspecter ci cinsp supt superintendent constable do dos ddo
    ddos cdo cdos deo detective officer oic scc dso hcp nurse medic paramedic doctor jailer gaoler det
    acting special temp sarge skipper"""
)

NUMBERED = word_set(
    """pc pcs pcso pcsos wpc sc dc ds di dci ps aps tps sgt sgts sergeant sargeant sargent sergent seargent
    sergant insp inspector inspecter ci supt superintendent constable do dos ddo cdo cdos deo detective
    officer officers oic sarge skipper collar shoulder warrant epaulette epaulettes badge staff jailer
    gaoler hcp nurse colleague numeral numerals"""
)
"""A number after one of these is somebody's number, unless it counts something."""

NUMBER_WORDS = word_set("no nos num number numbers # numeral is was id of the collar shoulder with whose")

KIN = word_set(
    """mum mom mam mummy ma mother dad daddy pa father stepdad stepmum stepfather stepmother parent brother
    bro sister sis stepbrother stepsister halfbrother halfsister twin son daughter child baby kid
    stepson stepdaughter wife husband hubby missus partner girlfriend boyfriend gf bf ex fiance fiancee
    lover friend mate pal bestie uncle aunt aunty auntie niece nephew cousin nan nana nanna gran granny
    grandma grandmother grandad granddad grandfather grandson granddaughter godmother godfather inlaw
    carer guardian neighbour neighbor flatmate housemate roommate cellmate lad lass girl boy man male
    female woman lady bloke guy detainee detained prisoner dp"""
)
"""A capital word right after one of these is a name; a lower-case one is, unless it is a word."""

RELATIONS = KIN | word_set(
    """landlord landlady boss manager employer teacher keyworker worker solicitor solicitors soliciter
    solicter sol lawyer barrister brief rep representative interpreter aa adult advocate nurse doctor gp
    medic paramedic hcp psychiatrist therapist officer sergeant inspector detainee detained prisoner dp
    male female man woman lad lass girl boy guy bloke gentleman lady person suspect victim witness
    complainant defendant accused visitor colleague volunteer coordinator escort dog chaplain driver
    cook cleaner jailer gaoler staff"""
)
"""A capital word right after one of these is a name; a lower-case one is if a list has it."""

NAMING = word_set(
    """called named name names nickname nicknamed surname surnames forename firstname fullname aka alias
    goes known calls call spelt spelled christened"""
)
NAMING_BRIDGES = word_set("is was as by be s me him her them himself herself themselves himself to the")

NICKNAMING = word_set("nickname nicknamed aka alias")
"""The next word is what somebody is called, whatever word it is."""

ADDRESSING = word_set(
    """told tell rang phoned texted thanked met spoke speak speaking spoken talked talking chatted emailed
    visited interviewed named introduced contacted"""
)
"""Verbs whose object is a person; a given name that is also a word is a name after them."""

SPEECH = word_set(
    """said says told tells asked asks reported reports stated states explained explains claims claimed
    mentioned mentions added replied confirmed complained complains informed informs advised denied
    insisted thanked admitted declined refused answered shouted whispered cried wept agreed apologised
    requested thinks thought knew knows felt feels wanted wants hasnt didnt doesnt wasnt isnt"""
)
"""After a word that may be a name, these show that it is one."""

DOING = word_set(
    """is was has had seemed seems looked looks appeared appears came comes went goes got gets did does
    gave gives made took takes brought brings showed rang phoned called slept ate spoke speaks talked
    sat stood lay lives lived works worked likes uses used cannot requires prefers enjoys hates finds
    thinks cries drinks eats reads sleeps sits stands plays writes talks walked walks moved moves
    complains would should might wishes wished feared fears suffers said works arrived attended attends
    left helped checked let needs needed can could would will who whose hates likes liked loves loved
    lost met tried tries understands understood received accepted became sounded suffers introduced
    refuses booked"""
)
"""Weaker than SPEECH: enough after a capital."""

PLACING = word_set(
    """in from to at near via of around outside inside towards toward across through into for since until
    till last next this early late mid during before after by between every each on the a an central
    north south east west greater new upper lower"""
)
"""Before a word that is a place or a month as well as a name, these show that it is the place."""

PLACE_NOUNS = word_set(
    """road street lane avenue court police custody suite suites station hospital infirmary prison house
    centre center park green square drive way close hall university college school crown magistrates
    council district city town area bridewell force officers area nick cells mosque temple church road
    gate market airport accent food time standard visit visits report reports figures rota meeting bank
    holiday kit shirt shirts fan fans match game top scarf boots bun buns"""
)
"""After such a word, likewise."""

MONTHS = word_set("january february march april may june july august september october november december")

COUNTED = word_set(
    """hour hours hr hrs minute minutes min mins second seconds sec secs day days night nights week weeks
    month months year years yr yrs am pm time times cell cells people persons detainees prisoners men
    women children males females percent per of and or out to shift shifts on in were was are is
    officers staff sergeants nurses visits x checks blankets meals drinks cups visitors rounds level
    hrly hourly metres feet miles or questions beds litres ml mg patients calls dps pics arrests who
    with working between suites not at had have but for other others more"""
)
"""After a number, these show that it counts and is nobody's number."""

FUNCTION = word_set(
    """a an the this that these those my your his her its our their i he she it we you they me him us them
    who whom whose which what when where why how and or but nor so yet if then than as at by for from in
    into of off on onto out over to up with without within about after before during until while since
    because although though is are was were be been being am do does did done doing have has had having
    will would shall should may might must can could not no yes none nothing never ever always often
    also too very more most less least much many some any all both each every other another same such
    only just even still again once twice here there now soon later today tomorrow yesterday tonight one
    two three four five six seven eight nine ten first second last next new old good well bad long short
    own few back down away left right said says told ask asked want wants need needs like see seen say
    tell give gave given get got go going gone come came let make made take took taken put set keep kept
    try s t re ve ll d m im ive wont dont cant on duty call key gun ham baby case major star aye ally
    cash early page jet van guys guy art"""
)
"""In lower case these are never read as names, whatever stands beside them, save after Mr and its like."""

SELDOM_NAMES = word_set(
    """hope mark read bill gay chance rich sunny summer winter autumn april march justice lane rain storm
    bell sky miles ray gene bob bobs rob robs don dean buddy misty dusty rusty stormy joy honey pet
    bonny candy ginger amber will may"""
)
"""In lower case these are names only beside a verb of speech or of address, or after a word for a"
" person's name."""

PERSON_STATES = word_set(
    """crying asleep upset tearful awake angry calm scared frightened anxious polite hungry thirsty
    pregnant released charged arrested sleeping shouting banging shivering vomiting sick unwell quiet
    agitated distressed intoxicated drunk worried confused lonely chatty friendly aggressive withdrawn
    settled unhappy happy grateful limping bleeding injured deaf blind autistic diabetic epileptic
    homeless sobbing screaming singing pacing praying sat lying stood standing waiting brought"""
)
"""After “is” or “was” these are said of people alone."""

NAMES_FIRST = word_set(
    """sue pat penny iris ivy holly ruby jack robin max daisy lily hazel poppy pearl heather olive dawn eve
    crystal jade nick matt drew kit frank bob bobby pearl violet primrose clay reed heath cliff rod josh
    sandy barney cole sonny teddy ned lance guy neil carol peter angel destiny ebony"""
)
"""Words so much commoner as names that a capital at the beginning of a sentence is enough before “on"
" the desk” and its like."""

INITIALS_OF_WORDS = word_set(
    """am pm eg ie uk us usa uae eu nb ps dob do nk na tv cd dvd id pc dc ds di aa hcp qc kc mp phd md ba
    ma bsc ni eta eea gp ad bc po rsvp aka tbc tba hm hmp nhs ok"""
)

WELL_KNOWN = word_set(
    """brown smith green white black wood woods king baker taylor cook cooper walker clark hill hall bell
    young ward turner parker hunter mason marshall carter fisher shepherd potter webb cross stone field
    fields rose knight bishop barber butler gardner porter fox wolf swan lamb bird finch drake crow hawk
    burns brooks banks rivers waters pond west north east day frost snow winter summers spring may gray
    grey hardy sharp noble savage moody bright golden newman freeman goodman chapman chambers church
    temple pope abbot dean prior monk priest page price pike bass pollock miller tanner weaver glover
    skinner sawyer carpenter archer bowman forester fletcher arrow spears wells marsh moor mills bridges
    lane street park parks house kitchen penny money cash buck marks power powers strong armstrong
    little short large long biggs small"""
) - word_set("short long day page price house kitchen cash money power large little small park may")
MODALS = word_set("will may can mark hope grant chase bill pat nick rob sue art")
GIVING = word_set("gave give gives given brought bring offered showed handed lent bought got fetched made")
CALLED = word_set(
    "me him her them himself herself themselves as by called named nicknamed surname surnames forename"
)
OFTEN_SUBJECTS = word_set(
    """will may can trust chance peace major storm winter autumn spring river forest star baby infant
    harmony melody sense purity liberty justice essence ace candy lady queen duke baron guy van case tan
    million man mate toy muse tea love girl floor server edit agent lot harm pal loan mentor total food
    ash tone key mats ties treasure journey toys hero ward cannon foster porter china turner person bay
    ever long deep high charity art"""
)
PEOPLE_FIRST = word_set(
    """chelsea jordan paris sydney lincoln preston florence georgia chad austin dallas savannah brooklyn
    dakota madison charlotte victoria adelaide alexandria clifton stanley milton kent chester ashton
    hamilton dalton shelby christian carlisle kingston tyrone clare kerry leigh ashley beverley whitney
    shannon india asia kenya israel francesca lorraine carolina virginia troy denver phoenix tyne iona
    skye islay ailsa harris lewis nevis bailey camden hayden heaton burton melton morton norton weston
    easton walton sutton alton elton colin craig ross douglas perry april june august iman eden islam
    kit ensure dove winston logan nelson lucia vincent kitts lourdes medina savanna santiago diego
    francisco antonio jose angela cristobal mercedes tesla alexa siri erin devon"""
) - frozenset({"ensure", "dove", "kit", "islam"})
