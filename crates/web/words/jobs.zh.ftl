# 后台任务。

jobs-title = 后台任务
jobs-owner-may-no-longer = 发起这项任务的账号已不再具有该岗位。
jobs-already-ended = 这项任务已经结束。
jobs-not-ended = 这项任务尚未结束，无须重新开始。
jobs-stop = 停止
jobs-again = 继续
jobs-state-open = 等待或进行中
jobs-state-done = 已完成
jobs-state-failed = 失败
jobs-state-stopped = 已停止
jobs-running = 进行中
jobs-stopping = 做完这一步即停止
jobs-progress = { $done } / { $total }
jobs-wait-failed = 一天内有 { $count } 个任务失败
