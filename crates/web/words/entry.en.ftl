# Entrants
entry-waits-none = Not applied for yet
entry-waits-tasked = Waiting for the village
entry-waits-accepted = Waiting for the township
entry-waits-examined = Waiting for the notice
entry-waits-noticed = Under public notice
entry-waits-objected = Objected to, being looked into
entry-waits-declined = Declined by the elder
entry-waits-refused = Refused
