benefit-old_age_allowance = 80岁以上高龄保健补助金
