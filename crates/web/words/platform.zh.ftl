# 平台：唯一入口的答复
door-no-right = 您的角色没有“{ $right }”权限。
door-outside-area = 这里不在您的辖区之内。
door-wrong-shape = 内容格式不对：{ $why }
door-approval-needs-a-person = 审批必须由本人登录后办理。
door-command-id-reused = 这个表单已经提交过，内容又有改动。请重新载入页面后再提交。
record-moved-on = 其他人刚刚改动了这条记录。请重新载入后再处理。
missing = 没有找到这条记录，或不在您的辖区之内。
