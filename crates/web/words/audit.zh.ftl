# 卷宗与审计
audit-batch-dropped = 代发文件已作废
audit-line-changed = 名册有改动
audit-roll-drawn-again = 名册重新生成
audit-run-void = 批次已作废
