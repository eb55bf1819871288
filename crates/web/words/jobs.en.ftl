# Jobs: work done in the background.

jobs-title = Jobs
jobs-owner-may-no-longer = The account that started this job may no longer act in that role.
jobs-already-ended = This job has ended already.
jobs-not-ended = This job has not ended; there is nothing to start again.
jobs-stop = Stop
jobs-again = Go on
jobs-state-open = Waiting or running
jobs-state-done = Done
jobs-state-failed = Failed
jobs-state-stopped = Stopped
jobs-running = Running
jobs-stopping = Stopping after this step
jobs-progress = { $done } of { $total }
jobs-wait-failed = { $count ->
    [one] { $count } job failed in the last day
   *[other] { $count } jobs failed in the last day
}
