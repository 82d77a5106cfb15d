module kubedoc.test/flux

go 1.24.0

require github.com/fluxcd/flux2/v2 v2.6.4

replace gopkg.in/yaml.v3 => gopkg.in/yaml.v3 v3.0.1
