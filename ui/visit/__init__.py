"""Recording a visit: six steps over one view-model."""
