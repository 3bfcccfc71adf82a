internal import Files

extension ChurnNotebook {
  /// The notebook: pandas and matplotlib, run from its own folder.
  package var notebook: Notebook {
    Notebook(cells: [
      .init(id: "title", kind: .markdown, source: titleText),
      .init(id: "load", kind: .code, source: loading),
      .init(id: "facts", kind: .code, source: facts),
      .init(id: "auc-text", kind: .markdown, source: aucText),
      .init(id: "auc", kind: .code, source: recomputedAUC),
      .init(id: "gain-text", kind: .markdown, source: gainText),
      .init(id: "gain", kind: .code, source: gainCurves),
      .init(id: "reliability-text", kind: .markdown, source: reliabilityText),
      .init(id: "reliability", kind: .code, source: reliability),
      .init(id: "list-text", kind: .markdown, source: listText),
      .init(id: "list", kind: .code, source: listComposition),
      .init(id: "top-text", kind: .markdown, source: topText),
      .init(id: "top", kind: .code, source: topCustomers),
      .init(id: "features-text", kind: .markdown, source: featuresText),
      .init(id: "features", kind: .code, source: featureContrast),
      .init(id: "silence-text", kind: .markdown, source: silenceText),
      .init(id: "silence", kind: .code, source: silence),
    ])
  }

  private var titleText: String {
    """
    # Who is about to leave: \(markdownText(title))

    Scores as of \(asOf) from model `\(modelDigest.prefix(12))`. A customer counts as churned who \
    places no order in the \(horizonInDays) days from the as-of date.

    The model was judged on predictions made as of \(judgedAt) by a fit that saw nothing from that \
    date on; `evaluation.csv` holds them beside what came to pass. The saved model, which made \
    `scores.csv`, is the same procedure refitted on all labels. So the figures below judge the \
    procedure, not that very fit.

    Needs pandas and matplotlib, and the three CSV files of this folder.
    """
  }

  private var facts: String {
    let figures = groups.map { group in
      let values = [
        "\"customers\": \(group.customers)",
        "\"churn_probability\": \(pythonLiteral(group.modelAUC))",
        "\"recency_probability\": \(pythonLiteral(group.recencyAUC))",
        "\"frequency_probability\": \(pythonLiteral(group.frequencyAUC))",
      ]
      return "    \(pythonLiteral(group.name)): {\n"
        + values.map { "        \($0),\n" }.joined() + "    },\n"
    }
    return """
      # What the model folder says of itself: area under the ROC curve by group.
      AS_OF = \(pythonLiteral("\(asOf)"))
      HORIZON_DAYS = \(horizonInDays)
      MODEL_DIGEST = \(pythonLiteral(modelDigest))
      STORED = {
      \(figures.joined())}

      assert (scores["as_of"] == AS_OF).all(), "scores.csv is of another date"
      assert (scores["horizon_days"] == HORIZON_DAYS).all(), "scores.csv is of another horizon"
      assert (scores["model"] == MODEL_DIGEST[:12]).all(), "scores.csv is of another model"
      """
  }
}

private let loading = #"""
  import matplotlib.pyplot as plt
  import pandas as pd
  from IPython.display import display

  TEXT = {name: str for name in ("customer_id", "model", "segment", "segments", "cluster")}


  # Numbers keep every bit: by default since pandas 3.1, by request before.
  RELEASE = tuple(int(part) for part in pd.__version__.split(".")[:2])
  EXACT = {} if RELEASE >= (3, 1) else {"float_precision": "round_trip"}


  def read(name):
      # Ids stay text: 00123 is not 123, and NA may be a name.
      header = pd.read_csv(name, nrows=0).columns
      types = {column: TEXT[column] for column in header if column in TEXT}
      return pd.read_csv(name, dtype=types, keep_default_na=False, na_values=[""], **EXACT)


  scores = read("scores.csv")
  features = read("features.csv")
  evaluation = read("evaluation.csv")

  PREDICTIONS = {
      "churn_probability": "model",
      "recency_probability": "recency alone",
      "frequency_probability": "frequency alone",
  }
  COLOURS = {"model": "#1f5fa8", "recency alone": "#d07c1f", "frequency alone": "#5b8c5a"}
  plt.rcParams.update(
      {"axes.spines.top": False, "axes.spines.right": False, "figure.constrained_layout.use": True}
  )


  def members(group):
      if group == "all":
          return evaluation
      return evaluation[evaluation[f"group_{group}"] == 1]


  print(f"{len(scores):,} score rows, {len(features):,} feature rows, {len(evaluation):,} judged")
  """#

private let aucText = """
  ## Does it tell who leaves?

  The area under the ROC curve: the chance that a customer who left had been given a higher \
  probability than one who came back (ties count one half; 0.5 is guessing). Computed here from \
  the predictions alone and compared with the figures in the model folder. `active` is the group \
  that matters: on `all`, customers lost long ago make any model look good.
  """

private let recomputedAUC = #"""
  def auc(churned, probability):
      """Mann and Whitney's statistic by ranks; None where only one class is there."""
      positives = int(churned.sum())
      negatives = len(churned) - positives
      if positives == 0 or negatives == 0:
          return None
      ranks = probability.rank(method="average")
      below = ranks[churned == 1].sum() - positives * (positives + 1) / 2
      return float(below / (positives * negatives))


  table = []
  for group, stored in STORED.items():
      rows = members(group)
      assert len(rows) == stored["customers"], f"{group}: {len(rows)} customers"
      figures = {"group": group, "customers": len(rows), "churned": rows["churned"].mean()}
      for column, name in PREDICTIONS.items():
          found = auc(rows["churned"], rows[column])
          kept = stored[column]
          assert (found is None) == (kept is None), f"{group}, {name}: {found}, stored {kept}"
          assert found is None or abs(found - kept) <= 1e-9, f"{group}, {name}: {found}, stored {kept}"
          figures[name] = found
      table.append(figures)

  print("Every stored area agrees with the one computed here to 1e-9.")
  display(pd.DataFrame(table).set_index("group").round(4))
  """#

private let gainText = """
  ## Gain: how many leavers are found how soon

  Customers in order of falling probability, from left to right; upwards the share of all leavers \
  among them. Straight where probabilities tie. The grey lines are the best that is possible and \
  no information.
  """

private let gainCurves = #"""
  def gain(churned, probability):
      """Shares of customers and of leavers, down to each distinct probability."""
      steps = churned.groupby(probability).agg(["size", "sum"]).sort_index(ascending=False).cumsum()
      found = steps["sum"] / max(1, steps["sum"].iloc[-1])
      return [0, *(steps["size"] / len(churned))], [0, *found]


  shown = [group for group in ("all", "active") if group in STORED and len(members(group)) > 0]


  def panels(count, height):
      figure, axes = plt.subplots(1, max(1, count), figsize=(5.6 * max(1, count), height), squeeze=False)
      return figure, axes[0]


  figure, axes = panels(len(shown), 4.6)
  for axis, group in zip(axes, shown):
      rows = members(group)
      axis.plot([0, rows["churned"].mean(), 1], [0, 1, 1], color="0.6", linestyle=":", label="perfect")
      axis.plot([0, 1], [0, 1], color="0.6", linestyle="--", label="random")
      for column, name in reversed(PREDICTIONS.items()):
          axis.plot(*gain(rows["churned"], rows[column]), color=COLOURS[name], label=name)
      axis.set_title(f"{group}: {len(rows):,} customers, {rows['churned'].mean():.1%} left")
      axis.set_xlabel("share of customers, riskiest first")
      axis.set_ylabel("share of leavers found")
      axis.legend(loc="lower right", frameon=False)
  plt.show()
  """#

private let reliabilityText = """
  ## Reliability: is 70 % really 70 %?

  Ten bins of equal size by probability: what was foretold on average against what came to pass, \
  with twice the standard error. On the diagonal, probabilities mean what they say.
  """

private let reliability = #"""
  def reliability(rows):
      """Bin i of 10 holds the ranks from i n / 10 up to (i + 1) n / 10, rounded down."""
      ordered = rows.sort_values("churn_probability", kind="stable").reset_index(drop=True)
      # The last bin b with b n / 10, rounded down, at most the rank.
      bins = (10 * (ordered.index + 1) - 1) // len(ordered)
      result = ordered.groupby(bins).agg(
          customers=("churned", "size"),
          foretold=("churn_probability", "mean"),
          churned=("churned", "mean"),
      )
      result["error"] = (result["churned"] * (1 - result["churned"]) / result["customers"]) ** 0.5
      return result


  figure, axes = panels(len(shown), 5.0)
  for axis, group in zip(axes, shown):
      bins = reliability(members(group))
      axis.plot([0, 1], [0, 1], color="0.6", linestyle="--")
      axis.errorbar(
          bins["foretold"], bins["churned"], yerr=2 * bins["error"],
          fmt="o", markersize=4, capsize=2, color=COLOURS["model"],
      )
      least, most = bins["customers"].min(), bins["customers"].max()
      axis.set_title(f"{group}: {least:,} to {most:,} customers a bin")
      axis.set_xlabel("foretold probability of churn")
      axis.set_ylabel("share that left")
      axis.set_xlim(-0.05, 1.05)
      axis.set_ylim(-0.05, 1.05)
      display(bins.round(4).rename_axis(f"{group}, bin"))
  plt.show()
  """#

private let listText = """
  ## The list, by what to do

  `act`: the expected gain of an action is above its cost. `win_back`: silent for so long that a \
  reminder is not enough. `none`: leave alone. Money is in the currency of the orders; empty means \
  unknown.
  """

private let listComposition = #"""
  composition = (
      scores.groupby("list")
      .agg(
          customers=("customer_id", "size"),
          churn_probability=("churn_probability", "mean"),
          days_since_last_order=("days_since_last_order", "median"),
          orders=("orders", "mean"),
          clv_at_risk=("clv_at_risk", "sum"),
          expected_gain=("expected_gain", "sum"),
      )
      .reindex(["act", "win_back", "none"])
      .dropna(how="all")
  )
  composition.insert(1, "share", composition["customers"] / len(scores))
  display(composition.round(3))

  if "segment" in scores:
      display(pd.crosstab(scores["segment"].fillna("unknown"), scores["list"]))
  """#

private let topText = """
  ## The first twenty

  In the order of `rank`, with the three features that move each probability most. (These are \
  contributions within the model, not causes.)
  """

private let topCustomers = #"""
  top = scores.sort_values("rank").head(20)
  columns = [
      "rank", "customer_id", "list", "churn_probability", "expected_gain", "days_since_last_order",
      "orders", "average_order_value", "reason_1", "reason_2", "reason_3",
  ]
  with pd.option_context("display.max_colwidth", None):
      display(top[columns].round(3).set_index("rank"))
  """#

private let featuresText = """
  ## What sets `act` apart

  The difference in means between customers on the list `act` and everyone else, in standard \
  deviations of the feature; the twelve largest.
  """

private let featureContrast = #"""
  joined = features.merge(scores[["customer_id", "list"]], on="customer_id", validate="one_to_one")
  assert len(joined) == len(scores), "features.csv lacks customers of scores.csv"

  numbers = joined.select_dtypes("number")
  acts = joined["list"] == "act"
  spread = numbers.std()
  contrast = ((numbers[acts].mean() - numbers[~acts].mean()) / spread[spread > 0]).dropna()
  if contrast.empty:
      print("There is nobody to compare: all customers are on one list.")
  else:
      largest = contrast.reindex(contrast.abs().sort_values(kind="stable").index[-12:])
      figure, axis = plt.subplots(figsize=(7.5, 4.2))
      axis.barh(largest.index, largest, color=COLOURS["model"])
      axis.axvline(0, color="0.4", linewidth=0.8)
      axis.set_xlabel("difference in means, standard deviations")
      plt.show()
  """#

private let silenceText = """
  ## Probability and silence

  One dot a customer. If probability were nothing but the time since the last order, the dots \
  would lie on one line; the spread is what the other features add.
  """

private let silence = #"""
  figure, axis = plt.subplots(figsize=(8.4, 4.8))
  for name, colour in {"none": "0.65", "win_back": "#8a4f9e", "act": "#c8452f"}.items():
      rows = scores[scores["list"] == name]
      axis.scatter(
          rows["days_since_last_order"], rows["churn_probability"],
          s=4, alpha=0.35, linewidths=0, color=colour, label=f"{name} ({len(rows):,})", rasterized=True,
      )
  axis.axvline(HORIZON_DAYS, color="0.4", linewidth=0.8, linestyle=":")
  axis.annotate("horizon", (HORIZON_DAYS, 0.0), xytext=(3, 2), textcoords="offset points", fontsize=8)
  axis.set_xlabel("days since the last order")
  axis.set_ylabel("probability of churn")
  axis.set_ylim(-0.02, 1.02)
  legend = axis.legend(markerscale=4, frameon=False, loc="lower right")
  for handle in legend.legend_handles:
      handle.set_alpha(1)
  plt.show()
  """#
