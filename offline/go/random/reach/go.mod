module github.com/terraform-providers/terraform-provider-random/reach

go 1.25.11
