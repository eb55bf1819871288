# Words of tasks: deputies, calendars, offices that nobody holds.
tasks-many = Choose 1 to { $most } tasks.
tasks-deputy-days = A deputy stands in for at most { $most } days, and the last day is not before the first. For longer, change who holds the office.
tasks-deputy-past = The last day has passed.
tasks-deputy-oneself = Nobody stands in for oneself.
tasks-deputy-elsewhere = This account does not cover every area and every kind of work of whoever is away. Have it granted for those days, or choose somebody else.
tasks-deputy-twice = Somebody stands in on some of these days already. End that first.
tasks-calendar-name = Songhe: what is due
tasks-calendar-overdue = [overdue]
tasks-named = Mine by name, and those I stand in for
tasks-given = Given by me to others
tasks-risen = Risen from below
tasks-risen-from-village = not done in time by the village
tasks-risen-from-township = not done in time by the township
tasks-left-by = was { $name }'s, who left; back with this office
tasks-giver = Given by
tasks-assign-many = Assign together
tasks-assign-many-what = { $count ->
    [one] One task. Only people who may do it are listed.
   *[other] { $count } tasks. Only people who may do every one of them are listed.
 }
tasks-assign-many-none = Nobody may do all of these. Choose fewer, or assign them one by one.
tasks-none-chosen = No open task was chosen. Go back to the list and tick some.
tasks-deputies = Standing in
tasks-deputies-what = While somebody is away, what is theirs by name stands in the deputy's inbox too. It ends by itself, and the office stays as it is.
tasks-deputies-none = Nobody is away.
tasks-deputy-who = Who is away
tasks-deputy-who-hint = Oneself, or somebody of an office below
tasks-deputy-me = Myself
tasks-deputy = Who stands in
tasks-deputy-from = First day
tasks-deputy-until = Last day
tasks-deputy-why = Why
tasks-deputy-set = Set the deputy
tasks-deputy-end = End it
tasks-deputy-open = Tasks by name
tasks-deserted = Offices with nobody in them
tasks-deserted-none = Every office below that has work has somebody in it.
tasks-deserted-level = Level
tasks-deserted-level-village = village
tasks-deserted-level-township = township
tasks-deserted-level-county = county
tasks-deserted-open = Open
tasks-deserted-overdue = Overdue
tasks-calendar = Calendar
tasks-calendar-what = Puts the days when things are due into the calendar of a telephone or computer. The address reads nothing but these, with masked names; whoever has it can read them, so pass it on to nobody.
tasks-calendar-for = Where it is used
tasks-calendar-open = Make an address
tasks-calendar-made = Address of your calendar
tasks-calendar-made-what = Choose "subscribe by address" in the calendar and paste the address below. It is shown this once; revoke it under your account when it is not used any more.
tasks-calendar-gone = The address is shown only once. Make a new one.
verb-access-open-calendar = Make an address for a calendar
verb-tasks-assign-many = Assign tasks together
verb-tasks-stand-in = Set a deputy
verb-tasks-end-stand-in = End a deputy's standing in
done-tasks-assign-many = { $count } assigned.
done-tasks-stand-in = Set. { $tasks } tasks by name are with the deputy.
done-tasks-end-stand-in = Ended.
web-wait-deserted = { $count ->
    [one] One office below has work and nobody in it
   *[other] { $count } offices below have work and nobody in them
 }
