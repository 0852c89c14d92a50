package dashboards

import "go.yaml.in/yaml/v2"

// The mappings here keep the order in which people read them.

func item(key string, value any) yaml.MapItem { return yaml.MapItem{Key: key, Value: value} }

// dataSources provisions Grafana's data source.
func dataSources() yaml.MapSlice {
	return yaml.MapSlice{
		item("apiVersion", 1),
		item("datasources", []yaml.MapSlice{{
			item("name", "Vigie"), item("uid", "vigie-prometheus"), item("type", "prometheus"), item("access", "proxy"),
			item("url", "http://127.0.0.1:9090"), item("isDefault", true), item("editable", false),
			item("jsonData", yaml.MapSlice{item("timeInterval", Interval), item("httpMethod", "POST")}),
		}}),
	}
}

// providers tells Grafana where the dashboards are.
func providers() yaml.MapSlice {
	return yaml.MapSlice{
		item("apiVersion", 1),
		item("providers", []yaml.MapSlice{{
			item("name", "vigie"), item("type", "file"), item("disableDeletion", true), item("allowUiUpdates", false),
			item("options", yaml.MapSlice{item("path", dashboardFolder)}),
		}}),
	}
}

// dashboardFolder is where the dashboards are in Grafana's container.
const dashboardFolder = "/usr/share/vigie/dashboards"

// compose runs Prometheus and Grafana beside a sensor on the same machine, on
// loopback only, and opens the dashboard first. Neither asks the internet for
// anything once its image is there.
func compose() yaml.MapSlice {
	return yaml.MapSlice{
		item("name", "vigie"),
		item("services", yaml.MapSlice{
			item("prometheus", yaml.MapSlice{
				item("image", "prom/prometheus:v3.4.0"),
				item("network_mode", "host"),
				item("restart", "unless-stopped"),
				item("command", []string{
					"--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus",
					"--storage.tsdb.retention.time=72h", "--web.listen-address=127.0.0.1:9090",
				}),
				item("volumes", []string{"./prometheus:/etc/prometheus:ro", "prometheus:/prometheus"}),
			}),
			item("grafana", yaml.MapSlice{
				item("image", "grafana/grafana:12.0.0"),
				item("network_mode", "host"),
				item("restart", "unless-stopped"),
				item("depends_on", []string{"prometheus"}),
				item("environment", grafanaSettings()),
				item("volumes", []string{
					"./grafana/provisioning:/etc/grafana/provisioning:ro",
					"./grafana:" + dashboardFolder + ":ro", "grafana:/var/lib/grafana",
				}),
			}),
		}),
		item("volumes", yaml.MapSlice{item("prometheus", yaml.MapSlice{}), item("grafana", yaml.MapSlice{})}),
	}
}

func grafanaSettings() yaml.MapSlice {
	return yaml.MapSlice{
		item("GF_SERVER_HTTP_ADDR", "127.0.0.1"),
		item("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", dashboardFolder+"/"+uids["en"]+".json"),
		item("GF_AUTH_ANONYMOUS_ENABLED", "true"),
		item("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer"),
		item("GF_ANALYTICS_ENABLED", "false"),
		item("GF_ANALYTICS_REPORTING_ENABLED", "false"),
		item("GF_ANALYTICS_CHECK_FOR_UPDATES", "false"),
		item("GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES", "false"),
		item("GF_NEWS_NEWS_FEED_ENABLED", "false"),
		item("GF_SECURITY_DISABLE_GRAVATAR", "true"),
		item("GF_SNAPSHOTS_EXTERNAL_ENABLED", "false"),
	}
}
