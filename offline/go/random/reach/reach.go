// Package reach hands on the upstream provider. Upstream keeps it in an internal package, which Go lets only a package
// whose path lies under upstream's own import; that is why this module is named as it is.
package reach

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"
	upstream "github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// NewProvider returns the upstream random provider.
func NewProvider() provider.Provider {
	return upstream.New()
}
