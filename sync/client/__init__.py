"""The device's side of synchronising: transport, planner, worker, enrolment."""
