import logging, sys, structlog, time

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
from hypothesis import settings, HealthCheck, Phase, seed
from hypothesis.stateful import run_state_machine_as_test
from tests.torture.machine import Torture

a = time.time()
n = int(sys.argv[1])
k = int(sys.argv[2])
s = int(sys.argv[3])
phases = [Phase.generate] + ([Phase.shrink] if len(sys.argv) > 4 else [])
seed(s)(Torture)
try:
    run_state_machine_as_test(
        Torture,
        settings=settings(
            max_examples=n,
            stateful_step_count=k,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=phases,
            report_multiple_bugs=False,
            print_blob=False,
        ),
    )
finally:
    print(Torture.steps, Torture.tally, time.time() - a)
