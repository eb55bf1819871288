# 日志：谁做了什么，链条是否完整。

journal-text-length = 请填写内容，最多 4000 字。
journal-anchor-unreadable = 这一行不是锚点：{ $why }。请使用“songhe journal head”写出的文件。
journal-not-sound = 日志被改动过。请保持数据库原状，并告知审计管理员。
journal-head = 日志链首
journal-county = { $county } 的日志
journal-sealed = 已封存：第 { $from } 条至第 { $to } 条。
journal-sealed-none = 已封存：尚无。
journal-pruned = 第 { $to } 条及以前已过保存期限，按检查点清除。
journal-anchored = 已锚定：至第 { $to } 条与外部留存的记录一致。
journal-not-anchored = 已封存但未锚定：第 { $from } 条至第 { $to } 条。若有人整体恢复旧状态，此处看不出来；请用 --anchor FILE 指定锚点文件。
journal-unverified = 未核验：最近几秒的 { $count } 条尚未封存，是否有被删除的无法判断。
journal-finding = { $what ->
    [altered] 被修改
    [removed] 被删除
    [moved] 被移动或重新链接
    [truncated] 末尾被截断
    [head] 链首被修改或缺失
    [checkpoint] 检查点被修改，或其保留的内容缺失
    [anchor] 与锚点不一致
    [foreign_anchor] 锚点出自别的密钥
   *[other] { $what }
 }：{ $from } 至 { $to } { $id }
journal-sound = 未发现问题。
journal-unsound = 发现 { $found } 处问题。
journal-record-impact-assessment = 登记个人信息保护影响评估
journal-verify = 核验日志
journal-wait-unsealed = 日志有 { $count } 条迟迟未封存
journal-wait-refused = 七天内有 { $count } 次越权被拒
journal-impact = 登记影响评估
journal-impact-what = 新增数据来源、对外提供或改变用途前，须做个人信息保护影响评估。登记后写入日志，保存三年以上，不能修改。
journal-impact-matter = 评估事项
journal-impact-matter-hint = 例如：向医保局提供80岁以上老人名单
journal-impact-risk = 对个人权益的影响和风险
journal-impact-risk-hint = 涉及哪些人、哪些信息，可能带来什么后果
journal-impact-conclusion = 保护措施和结论
journal-impact-conclusion-hint = 采取什么措施，是否可以开展
done-journal-record-impact-assessment = 影响评估已写入日志。
# 操作日志中的操作
verb-access-sign-in = 登录
verb-access-sign-out = 退出
verb-access-switch-role = 切换岗位
verb-access-change-password = 修改密码
verb-access-confirm-factor = 启用动态口令
verb-access-create-account = 新建账号
verb-access-disable = 停用账号
verb-access-enable = 启用账号
verb-access-end-session = 结束会话
verb-access-enrol-factor = 绑定动态口令
verb-access-grant = 授予岗位
verb-access-make-token = 生成访问令牌
verb-access-record-export = 导出
verb-access-reset-factor = 解除动态口令
verb-access-reset-password = 重置密码
verb-access-revoke = 收回岗位
verb-access-revoke-token = 撤销访问令牌
verb-access-unlock = 解除锁定
verb-audit-print = 登记文号并打印
verb-audit-record-finding = 登记疑点处理结果
verb-bank-close = 关账
verb-bank-drop = 作废代发文件
verb-bank-enter-statement = 录入回单
verb-bank-make = 生成代发文件
verb-bank-send = 登记送银行
verb-bank-settle-doubt = 处理回盘疑点
verb-bank-take-answer = 读入回盘
verb-entry-accept = 受理
verb-entry-apply = 登记申请
verb-entry-approve = 批准新增
verb-entry-decline = 本人放弃
verb-entry-examine = 审核新增
verb-entry-look-now = 查找新增对象
verb-entry-object = 登记异议
verb-entry-post-notice = 发布公示
verb-entry-refuse = 不予批准
verb-entry-settle-objection = 处理异议
verb-files-put = 保存附件
verb-intake-check = 逐行检查名单
verb-intake-commit = 写入名单
verb-intake-decide = 判定存疑记录
verb-intake-discard = 作废名单
verb-intake-map = 核对各列含义
verb-intake-undo = 撤销判定
verb-intake-upload = 上传名单
verb-jobs-again = 重做任务
verb-jobs-stop = 停止任务
verb-journal-record-impact-assessment = 登记影响评估
verb-keys-reseal = 更换密钥重新加密
verb-notices-settle = 登记告知书送达情况
verb-payees-check = 复核账户
verb-payees-check-list = 复核名单中的账户
verb-payees-confirm-agent = 确认代领
verb-payees-list-worker = 登记村干部
verb-payees-propose = 登记账户
verb-payees-take-list = 登记名单中的账户
verb-recovery-approve-write-off = 批准核销
verb-recovery-ask-write-off = 申请核销
verb-recovery-notify = 登记追缴通知
verb-recovery-plan = 约定分期
verb-recovery-prove-life = 登记资格认证
verb-recovery-receive = 登记到账
verb-runs-approve = 县级审批
verb-runs-approve-arrears = 审批大额补发
verb-runs-confirm = 乡镇确认
verb-runs-confirm-finance = 财政确认
verb-runs-confirm-village = 村级确认
verb-runs-hold-line = 暂扣一人
verb-runs-import-history = 登记历史发放
verb-runs-open = 开新批次
verb-runs-redraw = 重新生成名册
verb-runs-release-line = 放行一人
verb-runs-resume = 恢复发放
verb-runs-set-budget = 录入年度预算
verb-runs-suspend = 暂停发放
verb-runs-take-roll = 登记已发名册
verb-runs-void = 作废批次
verb-runs-withdraw = 撤下一笔
verb-tasks-assign = 分派待办
verb-tasks-close = 办结待办
verb-cases-back = 撤回台账步骤
verb-cases-bulk = 批量办理台账步骤
verb-cases-commit-sheet = 导入台账表格
verb-cases-change-view = 更改或共享常用筛选
verb-cases-drop-view = 删除常用筛选
verb-cases-edit = 更正台账记录
verb-cases-export = 导出台账表格
verb-cases-keep-view = 保存常用筛选
verb-cases-link = 关联台账记录
verb-cases-open = 新建台账记录
verb-cases-remark = 备注台账记录
verb-cases-step = 办理台账步骤
verb-cases-take-sheet = 上传台账表格
verb-facilities-register = 登记设施
verb-facilities-change = 修改设施
verb-facilities-set-state = 变更设施状态
