"""What custody visiting schemes call the columns of their tables of visits."""

from __future__ import annotations

COLUMN_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "children_spoken_to",
        (r"(children|under 18s?|juveniles|young people) (spoken|seen|visited|interviewed).*",),
    ),
    ("vulnerable_spoken_to", (r"vulnerable.*(spoken|seen|visited|interviewed).*",)),
    ("women_spoken_to", (r"(women|females?) (spoken|seen|visited|interviewed).*",)),
    ("arrived_during", (r".*(arriv|book)(ed|als?).*during.*",)),
    ("left_station_at", (r"(time )?(left|out|leaving|departed) (of )?(the )?(station|building|premises).*",)),
    (
        "left_suite_at",
        (
            r"(time )?(left|leaving|departed)( (the )?(suite|custody))?( time| at)?",
            r"time out",
            r"out",
            r"finish(ed)?( time)?",
            r"end( time)?",
            r"visit end(ed)?( time)?",
            r"departure( time)?",
        ),
    ),
    (
        "entered_at",
        (
            r"(time )?(entered|entry|admitted|admission|let in|access(ed)?|enter(ed)? (the )?(suite"
            r"|custody))( (to )?(the )?(suite|custody))?( time| at)?",
            r"time (of )?(visit|in|admitted|entered|access)",
            r"(visit )?start(ed)?( time)?",
            r"visit time",
            r"time",
            r"in",
        ),
    ),
    (
        "arrived_at",
        (
            r"(time )?(arrived|arrival|arrive)( (at )?(the )?(counter|station|desk|front desk))?( time"
            r"| at)?",
            r"time (of )?(arrival|arrived)",
            r"arrival at (the )?(station|counter)",
        ),
    ),
    ("filed_at", (r"(date )?(report )?(filed|submitted|received|sent)( at| on| date)?",)),
    (
        "date",
        (
            r"(date|day)( of)?( the)?( visit)?",
            r"visit date",
            r"visited on",
            r"date visited",
        ),
    ),
    (
        "suite",
        (
            r"(custody )?(suite|station|site|location|centre|center|venue|custody suite name)( name"
            r"| visited)?",
            r"police station",
            r"place( of visit)?",
        ),
    ),
    (
        "second_visitor",
        (
            r"(second|2nd) (visitor|icv)",
            r"(icv|visitor)( no| number)? ?(2|b|two)",
        ),
    ),
    (
        "third_visitor",
        (
            r"(third|3rd) (visitor|icv)",
            r"(icv|visitor)( no| number)? ?(3|c|three)",
        ),
    ),
    (
        "visitors",
        (
            r"(icvs?|visitors?|volunteers?|pair|team|icv team|visited by|custody visitors)( names?"
            r"| numbers?| nos?)?",
            r"(first|1st) (visitor|icv)",
            r"(icv|visitor)( no| number)? ?(1|a|one)",
        ),
    ),
    (
        "abandoned_reason",
        (
            r".*(reason|why).*abandon.*",
            r"abandon.*(reason|why).*",
        ),
    ),
    ("part_reason", (r".*(reason|why).*part.*",)),
    (
        "outcome",
        (
            r"(visit )?(outcome|result|completed|complete|status|ended)( of (the )?visit)?",
            r"visit (completed|outcome|status|complete)( y n)?",
            r"how (the visit|it) ended",
        ),
    ),
    (
        "kind",
        (
            r"(visit )?(type|kind)( of visit)?",
            r"method( of visit)?",
        ),
    ),
    (
        "in_custody",
        (
            r"(total |number |no |nos )?(of )?(people |persons |detainees |dps? |detained persons "
            r"|pics )?(in|held in) (custody|cells|detention)( at entry| on arrival"
            r"| at time( of visit)?)?( total)?",
            r"(total|number|no) (of )?(detainees|dps|detained( persons)?|detained people|in custody"
            r"|held)",
            r"detainees",
            r"detained",
            r"total detainees",
            r"population",
            r"occupancy",
        ),
    ),
    ("children_10_13", (r"(children|aged|age)? ?10 (to )?13",)),
    (
        "children_14_17",
        (
            r"(children|aged|age)? ?14 (to )?17",
            r"children",
            r"juveniles?",
            r"under 18s?",
            r"young (people|persons)",
            r"youths?",
            r"number of (children|juveniles)",
        ),
    ),
    ("women", (r"(of which |number of )?(women|females?)( in custody| detained)?",)),
    ("men", (r"(of which |number of )?(men|males?)( in custody| detained)?",)),
    (
        "other",
        (
            r"(other|unknown) gender.*",
            r"non ?binary",
            r"gender (other|unknown).*",
        ),
    ),
    ("vulnerable", (r"(number of )?vulnerable( adults?| people| persons)?( in custody)?",)),
    ("observed_only", (r"(no |number )?(of )?(detainees |dps |people )?observed( only)?.*",)),
    (
        "spoken_to",
        (
            r"(total |no |number )?(of )?(detainees |dps |people |persons "
            r"|detained persons )?(spoken( to| with)?|seen|visited|interviewed|consented"
            r"|accepted)(( by)? icvs?)?",
        ),
    ),
    (
        "declined",
        (
            r"(no |number )?(of )?(detainees |dps |people |persons )?(declined|refused( visit"
            r"| to be seen)?|refusals?|did not consent|said no)",
        ),
    ),
    (
        "not_available",
        (
            r"(no |number )?(of )?(detainees |dps |people |persons )?(not available|unavailable"
            r"|unable to be seen)",
        ),
    ),
    (
        "not_offered",
        (
            r"(no |number )?(of )?(detainees |dps |people |persons )?not (offered|asked|approached"
            r"|seen)( a visit)?",
        ),
    ),
    ("travel_minutes", (r"travel(l?ing)?( time)?( in)?( mins?| minutes)?",)),
    (
        "expenses_pounds",
        (
            r"expenses?( claimed)?( gbp| pounds)?",
            r"cost",
            r"claimed",
        ),
    ),
    (
        "positive_practice",
        (
            r"(positive|good) (practice|points?|comments?)",
            r"positives",
        ),
    ),
    (
        "raised_with_officer",
        (
            r"(issues?|concerns?|matters?)( raised)?( with.*)?",
            r"raised with.*",
        ),
    ),
    (
        "officer_response",
        (
            r"(officer|custody officer|police|sergeant|inspector) ?s? (response|reply|answer)",
            r"response",
            r"action taken",
        ),
    ),
    ("force_comment", (r"(force|police)( s)? comments?",)),
)
"""Fields with what their columns are called, without capitals and signs, as regular expressions; the first
that fits a name wins."""
