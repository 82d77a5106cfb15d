module kubedoc.test/helm-controller-1.6

go 1.26.0

require github.com/fluxcd/helm-controller v1.6.0

replace github.com/fluxcd/helm-controller/api => github.com/fluxcd/helm-controller/api v1.6.0
replace github.com/opencontainers/go-digest => github.com/opencontainers/go-digest v1.0.1-0.20231025023718-d50d2fec9c98
replace sigs.k8s.io/kustomize/api => sigs.k8s.io/kustomize/api v0.21.1
replace sigs.k8s.io/kustomize/kyaml => sigs.k8s.io/kustomize/kyaml v0.21.1
replace github.com/fluxcd/pkg/chartutil => github.com/fluxcd/pkg/chartutil v1.27.1
