// The Pulumi plugin "random": upstream's Terraform provider behind Pulumi's bridge, with the tokens and the names of the
// official plugin, so that the npm package @pulumi/random and existing stacks work with either.
package main

import (
	"context"
	"errors"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/terraform-providers/terraform-provider-random/reach"
)

// version is set by the linker to the version that the npm package asks for.
var version = "0.0.0"

func main() {
	schema := []byte(`{"name":"random","version":"` + version + `"}`)
	pf.Main(context.Background(), "random", provider(), pf.ProviderMetadata{PackageSchema: schema})
}

func provider() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:            pf.ShimProvider(reach.NewProvider()),
		Name:         "random",
		Version:      version,
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
		Resources: map[string]*tfbridge.ResourceInfo{
			// Upstream gives its random bytes no id.
			"random_bytes": {ComputeID: bytesID},
		},
		EnableAccurateBridgePreview: true,
	}
	named := func(module, name string) (string, error) {
		return tokens.MakeStandard("random")(module, "Random"+name)
	}
	info.MustComputeTokens(tokens.SingleModule("random_", "index", named))
	return info
}

func bytesID(_ context.Context, state resource.PropertyMap) (resource.ID, error) {
	base64, ok := state["base64"]
	if !ok {
		return "", errors.New("RandomBytes: the state has no base64")
	}
	for base64.IsSecret() {
		base64 = base64.SecretValue().Element
	}
	return resource.ID(base64.StringValue()), nil
}
