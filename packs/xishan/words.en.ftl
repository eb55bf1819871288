benefit-old_age_allowance = Health allowance for those aged 80 and over
benefit-service_subsidy = Service subsidy for hard-up elders (hours)
