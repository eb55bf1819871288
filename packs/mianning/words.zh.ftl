benefit-old_age_allowance = 高龄老人生活补贴
