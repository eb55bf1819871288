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

label-living_alone = Living alone
label-empty_nest = Empty nest
label-left_behind = Left behind
label-orphaned = Without family
label-disabled = Disabled
label-severely_disabled = Severely disabled
label-disabled_or_demented = Dependent or with dementia
label-lost_only_child = Lost the only child
label-family_planning = Family-planning household
label-destitute = Destitute support
label-advanced_age = Advanced age

label_list-visiting = To be visited
label_list-plan = Named in the development plan
label_list-county_plan = Named in the county's plan
label_list-rural = Rural priority elders

hardship-destitute_support = Destitute support
hardship-minimum_living = Minimum living guarantee
hardship-low_income_edge = Edge of the minimum guarantee
hardship-relapse_watch = Watched against relapse into poverty
hardship-lifted = Lifted out of poverty

relation-self = Self
relation-spouse = Spouse
relation-son = Son
relation-daughter = Daughter
relation-child = Child
relation-grandchild = Grandchild
relation-parent = Parent
relation-sibling = Sibling
relation-relative = Other relative
relation-guardian = Guardian
relation-neighbour = Neighbour
relation-caregiver = Caregiver
relation-village_worker = Village worker
relation-institution = Institution
relation-other = Other

event-death = Death
event-move_out = Registration moved away
event-move_in = Registration moved here
event-living_elsewhere = Living elsewhere
event-admission = Admitted to an institution
event-discharge = Left an institution
event-hospital = In hospital

source-township = Township
source-village = Village
source-civil_affairs = Civil affairs
source-police = Police (household registration)
source-funeral = Funeral parlour
source-health = Health
source-disabled_federation = Disabled persons' federation
source-bank = Paying bank
