"""The one way through: a patient's message comes in, is stored, understood, recorded and answered."""
