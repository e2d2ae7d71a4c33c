import sys
from tests.postgres import *
from tests.torture.killing import in_a_process_of_its_own
import time
a=time.time()
with running_postgres() as pg, empty_database(pg,"kill") as url:
    print(in_a_process_of_its_own(url, seconds=float(sys.argv[1]), clients=int(sys.argv[2]), seed=1, hasty=len(sys.argv)>3))
print(time.time()-a)
