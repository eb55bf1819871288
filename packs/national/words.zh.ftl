# 全国通用的词语

role-county_clerk = 县级经办
role-county_reviewer = 县级审批
role-county_finance = 县级财务
role-township_officer = 乡镇经办
role-township_head = 乡镇负责人
role-village_worker = 村级协办员
role-system_admin = 系统管理员
role-security_admin = 安全管理员
role-audit_admin = 审计管理员
role-auditor = 外部审计
