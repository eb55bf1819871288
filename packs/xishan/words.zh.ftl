benefit-old_age_allowance = 80岁以上高龄保健补助金
benefit-service_subsidy = 经济困难老年人养老服务补贴（服务时长）
