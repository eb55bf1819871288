# 新增
entry-waits-none = 尚未受理申请
entry-waits-tasked = 待村（社区）受理
entry-waits-accepted = 待乡镇审核
entry-waits-examined = 待公示
entry-waits-noticed = 公示中
entry-waits-objected = 有异议，核查中
entry-waits-declined = 本人放弃
entry-waits-refused = 未通过
