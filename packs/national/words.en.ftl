# Words that hold in the whole country

role-county_clerk = County clerk
role-county_reviewer = County reviewer
role-county_finance = County finance
role-township_officer = Township officer
role-township_head = Head of township
role-village_worker = Village worker
role-system_admin = System administrator
role-security_admin = Security administrator
role-audit_admin = Audit administrator
role-auditor = Outside auditor
