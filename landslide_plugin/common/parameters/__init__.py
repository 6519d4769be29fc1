"""The parameters of the engine's jobs, the same for the dock, Processing, `qgis_process` and the command line."""

from .base import DEVICES, PRECISIONS, TEST_TIME_AUGMENTATIONS, JobParameters
from .mapping import ClickParameters, DetectManyParameters, DetectParameters, ExplainParameters
from .models import EvaluateParameters, ExportParameters
from .teaching import ChipParameters, ShowParameters, SuggestParameters, TrainParameters

__all__ = [
    "DEVICES",
    "PRECISIONS",
    "TEST_TIME_AUGMENTATIONS",
    "ChipParameters",
    "ClickParameters",
    "DetectManyParameters",
    "DetectParameters",
    "EvaluateParameters",
    "ExplainParameters",
    "ExportParameters",
    "JobParameters",
    "ShowParameters",
    "SuggestParameters",
    "TrainParameters",
]
