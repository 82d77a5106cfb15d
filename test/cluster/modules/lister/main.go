// Lists the kinds that `kubedoc diagnose -A` lists over all namespaces, each once and all at a time, decodes them as any Go
// client does, and says how many objects there are: what a tool has to spend before it has looked at one of them.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		fail(err)
	}
	config.QPS = 50
	config.Burst = 100
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		fail(err)
	}
	untyped, err := dynamic.NewForConfig(config)
	if err != nil {
		fail(err)
	}
	fmt.Println(listAll(append(builtIn(client), added(untyped)...)))
}

// A list gives the number of its objects.
type list func(context.Context) (int, error)

// of makes a list of a method that gives one.
func of[List runtime.Object](method func(context.Context, metav1.ListOptions) (List, error), fields ...string) list {
	return func(ctx context.Context) (int, error) {
		options := metav1.ListOptions{}
		for _, selector := range fields {
			options.FieldSelector = selector
		}
		objects, err := method(ctx, options)
		if err != nil {
			return 0, err
		}
		return meta.LenList(objects), nil
	}
}

func builtIn(client *kubernetes.Clientset) []list {
	core, apps, batch, network := client.CoreV1(), client.AppsV1(), client.BatchV1(), client.NetworkingV1()
	admission := client.AdmissionregistrationV1()
	return []list{
		of(core.Pods("").List),
		of(core.Services("").List),
		of(core.Nodes().List),
		of(core.Namespaces().List),
		of(core.PersistentVolumeClaims("").List),
		of(core.ResourceQuotas("").List),
		of(core.Events("").List, "reason=FailedCreate"),
		of(apps.Deployments("").List),
		of(apps.StatefulSets("").List),
		of(apps.DaemonSets("").List),
		of(batch.Jobs("").List),
		of(batch.CronJobs("").List),
		of(network.Ingresses("").List),
		of(network.IngressClasses().List),
		of(client.DiscoveryV1().EndpointSlices("").List),
		of(client.AutoscalingV2().HorizontalPodAutoscalers("").List),
		of(client.PolicyV1().PodDisruptionBudgets("").List),
		of(admission.ValidatingWebhookConfigurations().List),
		of(admission.MutatingWebhookConfigurations().List),
	}
}

// added lists what a cluster got beside its own kinds, and what of its own has no typed client here.
func added(client dynamic.Interface) []list {
	lists := []list{}
	for _, kind := range []schema.GroupVersionResource{
		{Group: "apiregistration.k8s.io", Version: "v1", Resource: "apiservices"},
		{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"},
		{Group: "kustomize.toolkit.fluxcd.io", Version: "v1", Resource: "kustomizations"},
		{Group: "helm.toolkit.fluxcd.io", Version: "v2", Resource: "helmreleases"},
	} {
		lists = append(lists, of(client.Resource(kind).List))
	}
	return lists
}

func listAll(all []list) int {
	counts := make([]int, len(all))
	var group sync.WaitGroup
	for index, each := range all {
		group.Add(1)
		go func() {
			defer group.Done()
			count, err := each(context.Background())
			if err != nil {
				fail(err)
			}
			counts[index] = count
		}()
	}
	group.Wait()
	sum := 0
	for _, count := range counts {
		sum += count
	}
	return sum
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
