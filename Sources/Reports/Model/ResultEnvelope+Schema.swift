extension ResultEnvelope {
  /// The format of a result as JSON Schema, draft 2020-12; the same text as
  /// `schema/bench.result.schema.json`.
  ///
  /// The schema forbids fields that it does not describe, so it cannot fall behind.
  package static let jsonSchema = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "bench.result.schema.json",
      "title": "bench result, version 1",
      "description": "Times are whole nanoseconds where the name ends in _ns. A figure that is not known, or that the sample cannot support, is null.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "schema", "id", "title", "kind", "tool", "seed", "digest", "command", "config", "comparisons",
        "insideRequest", "paired", "timelines", "timeSeries", "thresholds", "notes", "verdict", "exit"
      ],
      "properties": {
        "schema": {"const": "bench.result/1"},
        "id": {"type": "string"},
        "title": {"type": "string"},
        "kind": {"enum": ["virtual", "host"], "description": "The clock the figures come from. Virtual ones are exact and repeat byte for byte."},
        "tool": {"$ref": "#/$defs/tool"},
        "machine": {"$ref": "#/$defs/machine"},
        "seed": {"type": "string"},
        "digest": {"type": "string", "description": "Of everything that was computed."},
        "command": {"type": "string", "description": "Repeats the result."},
        "config": {"$ref": "#/$defs/config"},
        "comparisons": {"type": "array", "items": {"$ref": "#/$defs/comparison"}},
        "insideRequest": {"type": "array", "items": {"$ref": "#/$defs/insideRequest"}},
        "paired": {"type": "array", "items": {"$ref": "#/$defs/paired"}},
        "timelines": {"type": "array", "items": {"$ref": "#/$defs/timeline"}},
        "timeSeries": {"type": "array", "items": {"$ref": "#/$defs/timeSeries"}},
        "twin": {"$ref": "#/$defs/twin"},
        "harness": {"$ref": "#/$defs/harness"},
        "thresholds": {"type": "array", "items": {"$ref": "#/$defs/threshold"}},
        "notes": {"type": "array", "items": {"type": "string"}},
        "verdict": {"enum": ["pass", "fail", "interrupted"]},
        "exit": {"type": "integer", "minimum": 0, "maximum": 255}
      },
      "$defs": {
        "time": {"type": "integer", "description": "Nanoseconds."},
        "wait": {"type": "integer", "minimum": 0, "description": "Nanoseconds."},
        "percentile": {"type": ["integer", "null"], "minimum": 0, "description": "Nanoseconds; null when the sample is too small."},
        "count": {"type": "integer", "minimum": 0},
        "figure": {"type": ["number", "null"], "description": "Six significant digits; null when unknown."},
        "tool": {
          "type": "object", "additionalProperties": false, "required": ["name", "version"],
          "properties": {
            "name": {"type": "string"}, "version": {"type": "string"}, "commit": {"type": "string"},
            "build": {"type": "string"}
          }
        },
        "machine": {
          "type": "object", "additionalProperties": false, "required": ["cpu", "cores"],
          "properties": {
            "cpu": {"type": "string"}, "cores": {"type": "integer", "minimum": 1},
            "memory_bytes": {"$ref": "#/$defs/count"}, "kernel": {"type": "string"},
            "system": {"type": "string"}, "toolchain": {"type": "string"}, "allocator": {"type": "string"},
            "noise_percent": {"$ref": "#/$defs/figure", "description": "How much two identical runs differ."}
          }
        },
        "config": {
          "type": "object", "additionalProperties": false,
          "required": ["models", "profiles", "workload", "warmUp_ns", "options"],
          "properties": {
            "models": {"type": "array", "items": {"type": "string"}},
            "profiles": {"type": "array", "items": {"type": "string"}},
            "workload": {"type": "string"}, "policy": {"type": "string"},
            "warmUp_ns": {"$ref": "#/$defs/wait"},
            "timeScale": {"$ref": "#/$defs/figure", "description": "Host time per virtual time."},
            "options": {"type": "object", "additionalProperties": {"type": "string"}}
          }
        },
        "latency": {
          "type": "object", "additionalProperties": false,
          "required": ["mean_ns", "stddev_ns", "p50_ns", "p90_ns", "p95_ns", "p99_ns", "p99.9_ns", "max_ns"],
          "properties": {
            "mean_ns": {"$ref": "#/$defs/wait"}, "stddev_ns": {"$ref": "#/$defs/wait"},
            "p50_ns": {"$ref": "#/$defs/percentile"}, "p90_ns": {"$ref": "#/$defs/percentile"},
            "p95_ns": {"$ref": "#/$defs/percentile"}, "p99_ns": {"$ref": "#/$defs/percentile"},
            "p99.9_ns": {"$ref": "#/$defs/percentile"}, "max_ns": {"$ref": "#/$defs/wait"}
          }
        },
        "comparison": {
          "description": "One way to serve the same requests, and what came of it.",
          "type": "object", "additionalProperties": false,
          "required": [
            "profile", "users", "requests", "requestMode", "searchMode", "makespan_ns", "throughput_per_s",
            "goodput_per_s", "latency", "speedup", "efficiency", "counts", "amplification", "bound_per_s",
            "providers", "littlesLaw_residual"
          ],
          "properties": {
            "profile": {"type": "string"},
            "users": {"type": "integer", "minimum": 1},
            "requests": {"$ref": "#/$defs/count"},
            "requestMode": {"enum": ["sequential", "concurrent"], "description": "Requests one after another, or at once."},
            "searchMode": {"enum": ["sequential", "parallel"], "description": "The searches inside a request."},
            "makespan_ns": {"$ref": "#/$defs/wait"},
            "throughput_per_s": {"$ref": "#/$defs/figure"},
            "goodput_per_s": {"$ref": "#/$defs/figure"},
            "latency": {"$ref": "#/$defs/latency", "description": "From the planned start."},
            "service": {"$ref": "#/$defs/latency", "description": "From the actual start."},
            "speedup": {"$ref": "#/$defs/figure", "description": "Throughput over that of the sequential run."},
            "efficiency": {"$ref": "#/$defs/figure", "description": "Speed-up per user."},
            "counts": {"$ref": "#/$defs/counts"},
            "amplification": {"$ref": "#/$defs/figure", "description": "Provider calls per request."},
            "bound_per_s": {"$ref": "#/$defs/figure", "description": "Requests per second that the slowest pool allows."},
            "paceSetBy": {"type": "string", "description": "The pool that limits this run."},
            "providers": {"type": "array", "items": {"$ref": "#/$defs/provider"}},
            "littlesLaw_residual": {"$ref": "#/$defs/figure"},
            "saturated": {"type": "boolean"},
            "hdr": {"type": "string", "contentEncoding": "base64", "description": "Latency histogram, HdrHistogram V2, compressed form."}
          }
        },
        "counts": {
          "type": "object", "additionalProperties": false,
          "required": ["succeeded", "degraded", "failed", "dropped", "late", "errors"],
          "properties": {
            "succeeded": {"$ref": "#/$defs/count"}, "degraded": {"$ref": "#/$defs/count"},
            "failed": {"$ref": "#/$defs/count"}, "dropped": {"$ref": "#/$defs/count"},
            "late": {"$ref": "#/$defs/count"},
            "errors": {"type": "object", "additionalProperties": {"$ref": "#/$defs/count"}}
          }
        },
        "provider": {
          "type": "object", "additionalProperties": false,
          "required": ["name", "calls", "errors", "retries", "utilisation", "queue_mean_ns", "queue_max_ns", "bound_per_s", "setsThePace"],
          "properties": {
            "name": {"type": "string"},
            "servers": {"type": "integer", "minimum": 1, "description": "Absent without a bound."},
            "calls": {"$ref": "#/$defs/count"}, "errors": {"$ref": "#/$defs/count"},
            "retries": {"$ref": "#/$defs/count"}, "utilisation": {"$ref": "#/$defs/figure"},
            "queue_mean_ns": {"$ref": "#/$defs/wait"}, "queue_max_ns": {"$ref": "#/$defs/wait"},
            "bound_per_s": {"$ref": "#/$defs/figure"}, "setsThePace": {"type": "boolean"}
          }
        },
        "insideRequest": {
          "description": "Sequential against parallel search inside a request.",
          "type": "object", "additionalProperties": false,
          "required": ["profile", "requests", "sequential", "parallel", "bound_ns", "closeness", "speedup", "steps"],
          "properties": {
            "profile": {"type": "string"}, "requests": {"$ref": "#/$defs/count"},
            "sequential": {"$ref": "#/$defs/latency"}, "parallel": {"$ref": "#/$defs/latency"},
            "bound_ns": {"$ref": "#/$defs/wait", "description": "Mean length of the critical path."},
            "closeness": {"$ref": "#/$defs/figure", "description": "Bound over parallel mean."},
            "speedup": {"$ref": "#/$defs/figure"},
            "steps": {
              "type": "array",
              "items": {
                "type": "object", "additionalProperties": false, "required": ["name", "mean_ns", "critical"],
                "properties": {
                  "name": {"type": "string"}, "mean_ns": {"$ref": "#/$defs/wait"},
                  "critical": {"type": "boolean"}
                }
              }
            }
          }
        },
        "paired": {
          "description": "Two modes compared request by request, on the same arrivals and draws.",
          "type": "object", "additionalProperties": false,
          "required": [
            "profile", "before", "after", "measure", "pairs", "onlyBefore", "onlyAfter", "faster", "slower", "equal",
            "meanChange_ns", "medianChange_ns", "medianRatio", "p", "worstHurt"
          ],
          "properties": {
            "profile": {"type": "string"}, "before": {"type": "string"}, "after": {"type": "string"},
            "measure": {"enum": ["latency", "service"], "description": "From the planned or from the actual start."},
            "pairs": {"$ref": "#/$defs/count"}, "onlyBefore": {"$ref": "#/$defs/count"},
            "onlyAfter": {"$ref": "#/$defs/count"}, "faster": {"$ref": "#/$defs/count"},
            "slower": {"$ref": "#/$defs/count"}, "equal": {"$ref": "#/$defs/count"},
            "meanChange_ns": {"$ref": "#/$defs/time"},
            "meanChange_ci95_ns": {"type": "array", "items": {"$ref": "#/$defs/time"}, "minItems": 2, "maxItems": 2},
            "medianChange_ns": {"$ref": "#/$defs/time"},
            "medianRatio": {"$ref": "#/$defs/figure"},
            "p": {"$ref": "#/$defs/figure", "description": "Wilcoxon's signed ranks, two-sided."},
            "worstHurt": {
              "type": "array",
              "items": {
                "type": "object", "additionalProperties": false,
                "required": ["request", "before_ns", "after_ns", "change_ns"],
                "properties": {
                  "request": {"$ref": "#/$defs/count"}, "before_ns": {"$ref": "#/$defs/wait"},
                  "after_ns": {"$ref": "#/$defs/wait"}, "change_ns": {"$ref": "#/$defs/time"}
                }
              }
            }
          }
        },
        "timeline": {
          "description": "One request, step by step; times from its planned start.",
          "type": "object", "additionalProperties": false,
          "required": ["profile", "request", "searchMode", "total_ns", "spans"],
          "properties": {
            "profile": {"type": "string"}, "request": {"$ref": "#/$defs/count"},
            "searchMode": {"enum": ["sequential", "parallel"]}, "total_ns": {"$ref": "#/$defs/wait"},
            "spans": {
              "type": "array",
              "items": {
                "type": "object", "additionalProperties": false,
                "required": ["name", "start_ns", "end_ns", "critical", "failed"],
                "properties": {
                  "name": {"type": "string"}, "start_ns": {"$ref": "#/$defs/wait"},
                  "end_ns": {"$ref": "#/$defs/wait"}, "critical": {"type": "boolean"},
                  "failed": {"type": "boolean"}
                }
              }
            }
          }
        },
        "timeSeries": {
          "type": "object", "additionalProperties": false,
          "required": ["name", "interval_ns", "points", "faults"],
          "properties": {
            "name": {"type": "string"}, "interval_ns": {"$ref": "#/$defs/wait"},
            "points": {
              "type": "array",
              "items": {
                "type": "object", "additionalProperties": false,
                "required": ["start_ns", "arrived", "dropped", "succeeded", "degraded", "failed", "inFlight", "latency"],
                "properties": {
                  "start_ns": {"$ref": "#/$defs/wait"}, "arrived": {"$ref": "#/$defs/count"},
                  "dropped": {"$ref": "#/$defs/count"}, "succeeded": {"$ref": "#/$defs/count"},
                  "degraded": {"$ref": "#/$defs/count"}, "failed": {"$ref": "#/$defs/count"},
                  "inFlight": {"$ref": "#/$defs/figure"}, "latency": {"$ref": "#/$defs/latency"}
                }
              }
            },
            "faults": {
              "type": "array",
              "items": {
                "type": "object", "additionalProperties": false, "required": ["name", "start_ns", "end_ns"],
                "properties": {
                  "name": {"type": "string"}, "start_ns": {"$ref": "#/$defs/wait"},
                  "end_ns": {"$ref": "#/$defs/wait"}
                }
              }
            }
          }
        },
        "twin": {
          "description": "The same run on the virtual and on the host's clock.",
          "type": "object", "additionalProperties": false,
          "required": ["profile", "model", "timeScale", "rows"],
          "properties": {
            "profile": {"type": "string"}, "model": {"type": "string"},
            "timeScale": {"$ref": "#/$defs/figure"},
            "rows": {
              "type": "array",
              "items": {
                "type": "object", "additionalProperties": false,
                "required": ["name", "unit", "predicted", "measured", "error"],
                "properties": {
                  "name": {"type": "string"}, "unit": {"type": "string"},
                  "predicted": {"$ref": "#/$defs/figure"}, "measured": {"$ref": "#/$defs/figure"},
                  "error": {"$ref": "#/$defs/figure", "description": "(measured - predicted) / predicted."}
                }
              }
            }
          }
        },
        "harness": {
          "type": "object", "additionalProperties": false,
          "required": ["plans", "plans_per_cpu_s", "events_per_s", "bytes_per_request", "allocations_per_request", "cpu_ns", "wall_ns"],
          "properties": {
            "plans": {"$ref": "#/$defs/count"}, "plans_per_cpu_s": {"$ref": "#/$defs/figure"},
            "events_per_s": {"$ref": "#/$defs/figure"}, "bytes_per_request": {"$ref": "#/$defs/figure"},
            "allocations_per_request": {"$ref": "#/$defs/figure"},
            "peak_resident_bytes": {"$ref": "#/$defs/count"}, "cpu_ns": {"$ref": "#/$defs/wait"},
            "wall_ns": {"$ref": "#/$defs/wait"},
            "rates": {
              "type": "array", "description": "By how far a plan goes, each measured by itself.",
              "items": {
                "type": "object", "additionalProperties": false,
                "required": ["name", "plans_per_cpu_s", "bytes_per_plan"],
                "properties": {
                  "name": {"type": "string"}, "plans_per_cpu_s": {"$ref": "#/$defs/figure"},
                  "bytes_per_plan": {"$ref": "#/$defs/figure"}
                }
              }
            }
          }
        },
        "threshold": {
          "type": "object", "additionalProperties": false, "required": ["expression", "ok"],
          "properties": {
            "expression": {"type": "string"},
            "observed": {"type": "string", "description": "Absent when there were no samples, which fails."},
            "ok": {"type": "boolean"}
          }
        }
      }
    }

    """#
}
