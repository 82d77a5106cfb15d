// Lists the kinds that `kubedoc diagnose -A` lists, each once and all at a time, decodes them as any Go client does, and
// says how many objects there are: what a tool has to spend before it has looked at one of them.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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
	fmt.Println(listAll(lists(client)))
}

// A list gives the number of its objects.
type list func(context.Context, metav1.ListOptions) (int, error)

func lists(client *kubernetes.Clientset) []list {
	core, apps, batch, network := client.CoreV1(), client.AppsV1(), client.BatchV1(), client.NetworkingV1()
	return []list{
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := core.Pods("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := core.Services("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := core.Nodes().List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := core.PersistentVolumeClaims("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := apps.Deployments("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := apps.StatefulSets("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := apps.DaemonSets("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := batch.Jobs("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := batch.CronJobs("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := network.Ingresses("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := network.IngressClasses().List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := client.DiscoveryV1().EndpointSlices("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := client.AutoscalingV2().HorizontalPodAutoscalers("").List(ctx, o)
			return len(l.Items), err
		},
		func(ctx context.Context, o metav1.ListOptions) (int, error) {
			l, err := client.PolicyV1().PodDisruptionBudgets("").List(ctx, o)
			return len(l.Items), err
		},
	}
}

func listAll(all []list) int {
	counts := make([]int, len(all))
	var group sync.WaitGroup
	for index, each := range all {
		group.Add(1)
		go func() {
			defer group.Done()
			count, err := each(context.Background(), metav1.ListOptions{})
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
