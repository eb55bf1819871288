benefit-old_age_allowance = Living allowance for the very old
