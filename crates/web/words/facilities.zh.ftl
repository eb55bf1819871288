# 养老服务设施：错误提示。

facilities-needed = 此项必填。
facilities-too-long = 最多200个字。
facilities-no-such-kind = 请选择设施类型。
facilities-no-such-area = 没有这个地区。
facilities-no-such-function = 有一项功能不在清单内。
facilities-no-such-choice = 请从列表中选择。
facilities-no-such-centre = 请选择开放的、未挂靠其他中心的中心。
facilities-out-of-range = 请填写这类设施可能有的整数。
facilities-more-than-beds = 护理型床位不能多于总床位。
facilities-kind-has-no-beds = 这类设施没有床位，请另选类型或填 0。
facilities-ends-before-it-begins = 合同期终止日早于起始日。
facilities-half-a-place = 经度和纬度要么都填，要么都不填。
facilities-known-already = 这里已登记同名设施。
facilities-no-such-way = 现在是 { $from }，不能变为 { $to }。
facilities-day-ahead = 日期不能晚于今天。
facilities-before-the-last = 日期早于上次变更（{ $day }）。
facilities-has-stations = 还有站点挂靠，请先改挂其他中心。
facilities-facility = 养老服务设施
