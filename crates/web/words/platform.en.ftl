# Platform: what the one door answers
door-no-right = Your role does not have the right “{ $right }”.
door-outside-area = This lies outside your area.
door-wrong-shape = The input has the wrong shape: { $why }
door-approval-needs-a-person = An approval must be given by a person who is signed in.
door-command-id-reused = This form was sent before and has been changed since. Reload the page and send it again.
record-moved-on = Somebody else has just changed this record. Reload it and go on from there.
missing = Not found, or outside your area.
