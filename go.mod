module vigie

go 1.26.0
