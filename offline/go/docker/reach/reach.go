// Package reach hands on the upstream provider. Upstream keeps it in an internal package, which Go lets only a package
// whose path lies under upstream's own import; that is why this module is named as it is.
package reach

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// NewProvider returns the upstream Docker provider.
func NewProvider() *schema.Provider {
	return provider.New("dev")()
}
