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

hardship-destitute_support = Destitute support at home
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

hardship-destitute_central = Destitute support in an institution
source-desk = The desk
source-family = The family

disability-1 = Disability grade 1
disability-2 = Disability grade 2
disability-3 = Disability grade 3
disability-4 = Disability grade 4
disability-pending = Disability certificate in process

ability-able = Able
ability-mild = Mildly dependent
ability-moderate = Moderately dependent
ability-severe = Severely dependent
ability-total = Totally dependent

arrangement-alone = Lives alone
arrangement-with_spouse = With the spouse
arrangement-with_children = With children
arrangement-with_disabled_child = With a disabled child
arrangement-with_grandchildren = With grandchildren
arrangement-with_others = With others
arrangement-institution = In an institution

dwelling-relocation_site = Relocation site
dwelling-walk_up = Upper floor without a lift
dwelling-remote = Remote
dwelling-unsafe = Unsafe building

scheme-medical = Medical insurance
scheme-pension = Pension insurance
scheme-medical-resident = Residents' medical insurance
scheme-medical-employee = Employees' medical insurance
scheme-pension-resident = Residents' pension
scheme-pension-employee = Employees' pension
scheme-pension-public = Public employees' pension

wish-institution = Willing to live in an institution
wish-home_retrofit = Willing to have the home adapted
wish-wristband = Willing to wear a wristband
wish-meals = Willing to take meals

consent-allowance = Old-age allowance without application
consent-data_use = Sharing of data
consent-device = Installing a device

authority-be_told = May be told
authority-see_record = May see the record
authority-apply = May apply
authority-receive_payment = May receive payments
authority-decide = May decide

name_use-bank = Name at the bank
name_use-insurer = Name with the insurer
name_use-former = Former name
name_use-variant = Spelling variant

task-verify-death = Verify a death
event-missing = Missing
task-entry-accept = Accept an elder about to come of age
task-entry-examine = Examine an entrant
task-entry-notice = Post a notice
task-entry-approve = Approve an entrant
task-entry-objection = Settle an objection
task-case-correction = Decide a correction of an ended case
task-case-destruction = Decide whether a case whose keeping is over is destroyed
task-case-objection = Answer a request to correct what is published
entry-seen-identity = The identity card
entry-seen-household = The household booklet: registered in this county
entry-seen-alive = The person, alive
entry-told = From { $day } you receive the old-age allowance without applying. If you do not want it, tell your village.
entry-refused = Your application was refused. Reason: { $why }.
proof-reminded = Please let your village see that you are well: in person, by telephone, by video or through a relative. Otherwise payment is suspended, and paid later once you are seen.
proof-suspended = Because nobody has seen you in time, payment is suspended from this month. Once you are seen it goes on, and what was held back is paid.
fact-reminded = Something that decides your allowance is still to be verified. Please help your village with the papers; payment goes on meanwhile.
fact-suspended = What decides your allowance was not verified in time, and payment is suspended from this month. Once it is verified it goes on, and what was held back is paid.
task-verify-fact = Find out a fact that decides a benefit
task-bring-in = Bring back money that was not owed
task-prove-life = Proof of life is asked for
task-case = Casebook step due
payee-relation-spouse = Spouse
payee-relation-child = Son or daughter
payee-relation-grandchild = Grandchild
payee-relation-sibling = Brother or sister
payee-relation-guardian = Guardian
payee-relation-village = Village or community office
payee-relation-relative = Other relative
task-list-township = Send the list of the township
task-list-civil-affairs = Ask for the lists of minimum living and destitute support
task-list-police = Ask for the lists of deaths and moves from the police
task-list-funeral = Ask for the list of the funeral parlour
task-list-health = Ask for the list of medical certificates of death
task-list-disabled-federation = Ask for the list of disabled people

# Kinds of facility, as lists name them.
facility-kind-county_support = County destitute-support facility
facility-kind-township_centre = Township regional centre
facility-kind-street_centre = Street comprehensive centre
facility-kind-station = Village or community station
facility-kind-mutual_point = Village mutual-aid point
facility-kind-complex = Community service complex
facility-kind-community_centre = Community home-care centre
facility-kind-day_care = Day-care centre
facility-kind-guidance_centre = Guidance centre
facility-kind-courtyard = Rural care courtyard
facility-kind-neighbour_point = Neighbour mutual-aid point
facility-kind-embedded = Embedded small multi-function facility
facility-kind-home = Home for the aged
facility-kind-canteen = Canteen or meal point
facility-kind-medical = Medical institution
facility-kind-school = Place of learning
facility-kind-activity_centre = Activity centre
task-find-unserved = Entitled and not served: tell them and note the answer
task-find-soon = Soon entitled: tell them in time
task-find-ended = No longer entitled: check and stop
task-find-unknown = Facts are missing: find out
