# 本县独有的词语，一行一条，例如：
# label-veteran = 退役军人
