module github.com/terraform-providers/terraform-provider-docker/reach

go 1.25.11
