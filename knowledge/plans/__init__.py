"""The plan checker: from a draft's text to what an experienced reader would say is missing."""
