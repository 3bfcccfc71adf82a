# %% [markdown] title @churn
# # Who is about to leave: {TITLE}
#
# Scores as of {AS_OF} from model `{MODEL}`. A customer counts as churned who places no order in
# the {HORIZON_DAYS} days from the as-of date.
#
# The figures below come from predictions made as of {EVALUATED_AS_OF} by a fit that saw nothing
# from that date on; `evaluation.csv` holds them beside what customers then did. The saved model,
# which made `scores.csv`, is the same procedure refitted on all labels: the figures evaluate the
# procedure, not that final fit.
#
# Needs pandas and matplotlib, and the three CSV files of this folder.

# %% [markdown] title @target
# # For whom the target holds: {TITLE}
#
# {DEFINITION} Scores as of {AS_OF} from model `{MODEL}`.
#
# The figures below come from predictions made as of {EVALUATED_AS_OF} by a fit that saw nothing
# from that date on; `evaluation.csv` holds them beside what customers then did. The saved model,
# which made `scores.csv`, is the same procedure refitted on all labels: the figures evaluate the
# procedure, not that final fit. Values, lists and segments rest on churn and are not here.
#
# Needs pandas and matplotlib, and the three CSV files of this folder.

# %% load
import matplotlib.pyplot as plt
import numpy as np
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


def close(found, kept):
    """Whether two figures are both unknown, or the same to 1e-9 of their size."""
    if found is None or kept is None:
        return found is None and kept is None
    return abs(found - kept) <= 1e-9 * max(1.0, abs(kept))


scores = read("scores.csv")
features = read("features.csv")
evaluation = read("evaluation.csv")

PREDICTIONS = {
    "{PROBABILITY}": "model",
    "recency_probability": "recency alone",
    "frequency_probability": "frequency alone",
    "recency_frequency_probability": "recency and frequency",
}
COLOURS = {
    "model": "#1f5fa8",
    "recency alone": "#d07c1f",
    "frequency alone": "#5b8c5a",
    "recency and frequency": "#8d6bb0",
}
plt.rcParams.update(
    {"axes.spines.top": False, "axes.spines.right": False, "figure.constrained_layout.use": True}
)


def members(group):
    if group == "all":
        return evaluation
    return evaluation[evaluation[f"group_{group}"] == 1]


print(f"{len(scores):,} score rows, {len(features):,} feature rows, {len(evaluation):,} evaluated")

# %% facts
# Figures of the model folder: area under the ROC curve by group.
AS_OF = {AS_OF_LITERAL}
HORIZON_DAYS = {HORIZON_DAYS}
MODEL_DIGEST = {MODEL_DIGEST_LITERAL}
STORED = {STORED_LITERAL}
# Log-loss, Brier score, calibration error, lift and the ten bins of the model, by group.
CALIBRATION = {CALIBRATION_LITERAL}

assert (scores["as_of"] == AS_OF).all(), "scores.csv is of another date"
assert (scores["horizon_days"] == HORIZON_DAYS).all(), "scores.csv is of another horizon"
assert (scores["model"] == MODEL_DIGEST[:12]).all(), "scores.csv is of another model"

# %% [markdown] auc-text
# ## Does the score separate {POSITIVES} from the rest?
#
# The area under the ROC curve (AUC): the probability that a customer {WHO} was given a higher
# score than one {WHO_NOT} (ties count one half; 0.5 is chance). It is computed here from the
# predictions alone and compared with the figures of the model folder. Look at `active`: on `all`,
# customers lost long ago make any model look good.

# %% auc
def auc(happened, probability):
    """Mann and Whitney's statistic by ranks; None where only one class is there."""
    positives = int(happened.sum())
    negatives = len(happened) - positives
    if positives == 0 or negatives == 0:
        return None
    ranks = probability.rank(method="average")
    below = ranks[happened == 1].sum() - positives * (positives + 1) / 2
    return float(below / (positives * negatives))


table = []
for group, stored in STORED.items():
    rows = members(group)
    assert len(rows) == stored["customers"], f"{group}: {len(rows)} customers"
    figures = {"group": group, "customers": len(rows), "{HAPPENED}": rows["{HAPPENED}"].mean()}
    for column, name in PREDICTIONS.items():
        found = auc(rows["{HAPPENED}"], rows[column])
        figures[name] = found
        if column not in stored:
            continue
        kept = stored[column]
        assert close(found, kept), f"{group}, {name}: {found}, stored {kept}"
    table.append(figures)

print("Every stored AUC agrees with the one computed here to 1e-9.")
display(pd.DataFrame(table).set_index("group").round(4))

# %% [markdown] gain-text
# ## Cumulative gains: how many {POSITIVES} are in the top of the list
#
# Customers in order of falling probability from left to right; upwards the share of all {POSITIVES}
# found among them. Ties are drawn as straight lines. The grey lines show a perfect and a random
# ranking.

# %% gain
def gain(happened, probability):
    """Shares of customers and of {POSITIVES}, down to each distinct probability."""
    steps = happened.groupby(probability).agg(["size", "sum"]).sort_index(ascending=False).cumsum()
    found = steps["sum"] / max(1, steps["sum"].iloc[-1])
    return [0, *(steps["size"] / len(happened))], [0, *found]


shown = [group for group in ("all", "active") if group in STORED and len(members(group)) > 0]


def panels(count, height):
    figure, axes = plt.subplots(1, max(1, count), figsize=(5.6 * max(1, count), height), squeeze=False)
    return figure, axes[0]


figure, axes = panels(len(shown), 4.6)
for axis, group in zip(axes, shown):
    rows = members(group)
    axis.plot([0, rows["{HAPPENED}"].mean(), 1], [0, 1, 1], color="0.6", linestyle=":", label="perfect")
    axis.plot([0, 1], [0, 1], color="0.6", linestyle="--", label="random")
    for column, name in reversed(PREDICTIONS.items()):
        axis.plot(*gain(rows["{HAPPENED}"], rows[column]), color=COLOURS[name], label=name)
    axis.set_title(f"{group}: {len(rows):,} customers, {rows['{HAPPENED}'].mean():.1%} {COUNTED}")
    axis.set_xlabel("share of customers, highest {ORDERED} first")
    axis.set_ylabel("share of {POSITIVES} found")
    axis.legend(loc="lower right", frameon=False)
plt.show()

# %% [markdown] reliability-text
# ## Calibration: is 70 % really 70 %?
#
# Ten bins of equal size by probability: the mean predicted probability against the observed
# {RATE}, with two standard errors. On the diagonal, probabilities mean what they say.

# %% reliability
def reliability(rows):
    """Bin i of 10 holds the ranks from i n / 10 up to (i + 1) n / 10, rounded down."""
    ordered = rows.sort_values("{PROBABILITY}", kind="stable").reset_index(drop=True)
    # The last bin b for which b n / 10, rounded down, is at most the rank.
    bins = (10 * (ordered.index + 1) - 1) // len(ordered)
    result = ordered.groupby(bins).agg(
        customers=("{HAPPENED}", "size"),
        predicted=("{PROBABILITY}", "mean"),
        observed=("{HAPPENED}", "mean"),
    )
    result["error"] = (result["observed"] * (1 - result["observed"]) / result["customers"]) ** 0.5
    return result


def model_figures(rows):
    """The model's figures of a group, from its predictions alone."""
    p, y = rows["{PROBABILITY}"].to_numpy(), rows["{HAPPENED}"].to_numpy()
    bins = reliability(rows)
    gaps = (bins["predicted"] - bins["observed"]).abs() * bins["customers"]
    # The tenth of the highest probability; of equal ones the first count.
    top = y[np.argsort(-p, kind="stable")[: len(y) // 10]]
    actual = np.where(y == 1, p, 1 - p)
    return {
        "log_loss": float(-np.log(np.clip(actual, CLIP, 1 - CLIP)).mean()),
        "brier": float(((p - y) ** 2).mean()),
        "ece": float(gaps.sum() / len(rows)),
        "lift_10": float(top.mean() / y.mean()) if len(top) and y.sum() else None,
    }


# No probability counts as surer than this.
CLIP = np.finfo(float).eps
for group, stored in CALIBRATION.items():
    rows = members(group)
    for name, found in model_figures(rows).items():
        assert close(found, stored[name]), f"{group}, {name}: {found}, stored {stored[name]}"
    bins = reliability(rows)
    assert len(bins) == len(stored["bins"]), f"{group}: {len(bins)} bins"
    for found, (customers, predicted, observed) in zip(bins.itertuples(), stored["bins"]):
        assert found.customers == customers, f"{group}: {found.customers}, stored {customers}"
        assert close(found.predicted, predicted) and close(found.observed, observed), f"{group}: {found}"
print("Log-loss, Brier score, calibration error, lift and bins agree with the stored ones to 1e-9.")
display(pd.DataFrame({group: model_figures(members(group)) for group in CALIBRATION}).T.round(4))

figure, axes = panels(len(shown), 5.0)
for axis, group in zip(axes, shown):
    bins = reliability(members(group))
    top = {TOP}
    axis.plot([0, top], [0, top], color="0.6", linestyle="--")
    axis.errorbar(
        bins["predicted"], bins["observed"], yerr=2 * bins["error"],
        fmt="o", markersize=4, capsize=2, color=COLOURS["model"],
    )
    least, most = bins["customers"].min(), bins["customers"].max()
    axis.set_title(f"{group}: {least:,} to {most:,} customers per bin")
    axis.set_xlabel("mean predicted probability of {NOUN}")
    axis.set_ylabel("observed {RATE}")
    axis.set_xlim(-0.05 * top, 1.05 * top)
    axis.set_ylim(-0.05 * top, 1.05 * top)
    display(bins.round(4).rename_axis(f"{group}, bin"))
plt.show()

# %% [markdown] value-text @churn
# ## Value: did the forecasts of spend hold?
#
# `values.csv` holds what was forecast for each customer, and what they spent in the days after, at
# the evaluation date of values, which may lie before that of churn. RMSE, MAE, Poisson deviance and
# the Gini coefficient (1: customers in the order of what they went on to spend; 0: in none) are
# computed here and compared with those of the model folder.

# %% value @churn
# Errors of the forecast of spend; None where it was not evaluated.
VALUE = {VALUE_LITERAL}


def concentration(amounts, order):
    """Area between the line of equality and the concentration curve, highest of `order` first."""
    ranked = pd.DataFrame({"amount": amounts, "by": order})
    ties = ranked.groupby("by")["amount"].agg(["size", "sum"]).sort_index(ascending=False)
    seen = ties["sum"].cumsum() - ties["sum"] / 2
    return float((ties["size"] * seen).sum() / (amounts.sum() * len(amounts)) - 0.5)


def errors(expected, actual):
    floor = max(1e-3 * actual.sum() / len(actual), 1e-12)
    mean = np.maximum(expected, floor)
    logs = np.log(np.where(actual > 0, actual, mean) / mean)
    difference = actual - expected
    best = concentration(actual, actual) if actual.sum() > 0 else 0
    return {
        "expected": float(expected.sum()),
        "actual": float(actual.sum()),
        "difference_error": float((((difference - difference.mean()) ** 2).sum()) ** 0.5),
        "mae": float(np.abs(difference).mean()),
        "rmse": float((difference**2).mean() ** 0.5),
        "deviance": float((2 * (actual * logs - (actual - mean))).mean()),
        "gini": concentration(actual, expected) / best if best > 0 else None,
    }


if VALUE is None:
    print("The forecasts of spend were not evaluated, or cannot be made again from the log.")
else:
    values = read("values.csv")
    found = errors(values["expected_spend"].to_numpy(), values["actual_spend"].to_numpy())
    for name, figure in found.items():
        assert close(figure, VALUE[name]), f"{name}: {figure}, stored {VALUE[name]}"
    print(f"{VALUE['days']} days from {VALUE['as_of']}: every stored figure agrees to 1e-9.")
    display(pd.DataFrame([found]).round(3))
    ordered = values.sort_values("expected_spend", kind="stable").reset_index(drop=True)
    tenths = ordered.groupby((10 * (ordered.index + 1) - 1) // len(ordered)).agg(
        customers=("actual_spend", "size"),
        expected=("expected_spend", "mean"),
        actual=("actual_spend", "mean"),
        error=("actual_spend", "sem"),
    )
    for found, (customers, expected, actual) in zip(tenths.itertuples(), VALUE["tenths"]):
        assert found.customers == customers, f"tenth {found.Index}: {found.customers} customers"
        assert close(found.expected, expected) and close(found.actual, actual), f"tenth {found.Index}"
    figure, axis = plt.subplots(figsize=(6.4, 4.2))
    axis.plot(tenths.index + 1, tenths["expected"], "--", color="0.4", label="expected")
    axis.errorbar(
        tenths.index + 1, tenths["actual"], yerr=2 * tenths["error"].fillna(0),
        fmt="o", markersize=4, capsize=2, color=COLOURS["model"], label="actual",
    )
    axis.set_xlabel("tenth of the customers, least expected first")
    axis.set_ylabel("mean spend")
    axis.legend(frameon=False)
    plt.show()

# %% [markdown] worth-text @churn
# ## Segments and clusters: what do they tell of the days after?
#
# D² out of time: how much less deviance is left when each group is given its own rate of churn (or
# mean spend) of one date, instead of one for all, on what customers did after the next date. Rates are
# drawn towards the one for all by 20 customers; spend counts up to the 99th percentile. 0: the
# groups tell nothing. Computed here from `partitions.csv`, and compared with the program's.

# %% worth @churn
# D² of partitions; None where the log has no room to learn and to evaluate them.
WORTH = {WORTH_LITERAL}


def worth(learned, holdout, group):
    """D² of churn and of spend of the groups in a column."""
    spend = np.sort(learned["spend"].to_numpy())
    cap = spend[min(len(spend) - 1, len(spend) * 99 // 100)]
    base = {
        "churn": (learned["churned"].sum() + 0.5) / (len(learned) + 1),
        "spend": learned["spend"].clip(upper=cap).mean(),
    }
    sums = pd.DataFrame(
        {"churn": learned["churned"], "spend": learned["spend"].clip(upper=cap)}
    ).groupby(learned[group]).agg(["size", "sum"])
    result = {}
    for name in ("churn", "spend"):
        rates = (sums[(name, "sum")] + 20 * base[name]) / (sums[(name, "size")] + 20)
        own = holdout[group].map(rates).fillna(base[name]).to_numpy()
        one = np.full(len(holdout), base[name])
        if name == "churn":
            churned = holdout["churned"].to_numpy() == 1
            left = [-2 * np.log(np.where(churned, rate, 1 - rate)).sum() for rate in (own, one)]
        else:
            spent = holdout["spend"].clip(upper=cap).to_numpy()
            left = [((spent - rate) ** 2).sum() for rate in (own, one)]
        result[name] = float((left[1] - left[0]) / left[1]) if left[1] > 0 else 0.0
    return result


if WORTH is None:
    print("The log has no room to learn groups at one date and to evaluate them at the next.")
else:
    partitions = read("partitions.csv")
    dates = [partitions[partitions["date"] == name] for name in ("learned", "holdout")]
    table = {}
    for group, stored in WORTH.items():
        table[group] = worth(*dates, group)
        for name, found in table[group].items():
            assert close(found, stored[name]), f"{group}, {name}: {found}, program {stored[name]}"
    print("D² of every partition agrees to 1e-9.")
    display(pd.DataFrame(table).T.round(4))
    figure, axis = plt.subplots(figsize=(6.4, 1.2 + 0.5 * len(table)))
    pd.DataFrame(table).T.plot.barh(ax=axis, color=[COLOURS["model"], COLOURS["recency alone"]])
    axis.axvline(0, color="0.4", linewidth=0.8)
    axis.set_xlabel("D² out of time")
    axis.legend(frameon=False)
    plt.show()

# %% [markdown] list-text @churn
# ## The list: who gets what
#
# `act`: the expected gain of an action is above its cost. `win_back`: inactive for so long that a
# reminder is not enough. `none`: leave alone. Money is in the currency of the orders; empty means
# unknown.

# %% list @churn
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

# %% [markdown] top-text
# ## The top twenty
#
# In the order of `rank`, with the three features that move each probability most. (These are
# contributions within the model, not causes.)

# %% top
top = scores.sort_values("rank").head(20)
columns = [
    "rank", "customer_id", "list", "{PROBABILITY}", "expected_gain", "days_since_last_order",
    "orders", "average_order_value", "reason_1", "reason_2", "reason_3",
]
with pd.option_context("display.max_colwidth", None):
    display(top[[column for column in columns if column in top]].round(3).set_index("rank"))

# %% [markdown] features-text @churn
# ## How customers on `act` differ
#
# The difference in means between customers on `act` and all others, in standard deviations of the
# feature; the twelve largest.

# %% [markdown] features-text @target
# ## How the likeliest differ
#
# The difference in means between the tenth of the customers with the highest probability and all others,
# in standard deviations of the feature; the twelve largest.

# %% features
joined = features.merge(scores[["customer_id", "{CHOICE}"]], on="customer_id", validate="one_to_one")
assert len(joined) == len(scores), "customers of scores.csv are missing in features.csv"

numbers = joined.drop(columns="{CHOICE}").select_dtypes("number")
chosen = {CHOSEN}
spread = numbers.std()
contrast = ((numbers[chosen].mean() - numbers[~chosen].mean()) / spread[spread > 0]).dropna()
if contrast.empty:
    print("Nothing to compare: all customers are on one side.")
else:
    largest = contrast.reindex(contrast.abs().sort_values(kind="stable").index[-12:])
    figure, axis = plt.subplots(figsize=(7.5, 4.2))
    axis.barh(largest.index, largest, color=COLOURS["model"])
    axis.axvline(0, color="0.4", linewidth=0.8)
    axis.set_xlabel("difference in means, standard deviations")
    plt.show()

# %% [markdown] silence-text
# ## {ORDERED_TITLE} and days since the last order
#
# One dot per customer. If the probability depended on the time since the last order alone, the dots
# would lie on one curve; the spread is what the other features add.

# %% silence @churn
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

# %% silence @target
figure, axis = plt.subplots(figsize=(8.4, 4.8))
axis.scatter(
    scores["days_since_last_order"], scores["{PROBABILITY}"],
    s=4, alpha=0.35, linewidths=0, color=COLOURS["model"], rasterized=True,
)
axis.set_xlabel("days since the last order")
axis.set_ylabel("probability of the target")
axis.set_ylim(bottom=0)
plt.show()

# %% [markdown] explore-text
# ## Look for yourself
#
# Change what is set at the top of these cells and run them again.

# %% explore-customer
CUSTOMER = scores.sort_values("rank")["customer_id"].iloc[0]

row = scores[scores["customer_id"] == CUSTOMER].T
row.columns = ["score row"]
display(row.dropna())
display(features[features["customer_id"] == CUSTOMER].T.dropna())

# %% explore-groups
GROUP_BY = {GROUP_BY}
FIGURES = ["{PROBABILITY}", "predicted_clv", "clv_at_risk", "days_since_last_order", "orders"]

table = scores.groupby(GROUP_BY)[[figure for figure in FIGURES if figure in scores]].mean()
table.insert(0, "customers", scores.groupby(GROUP_BY).size())
display(table.sort_values("customers", ascending=False).round(3))

# %% explore-list @churn
CONTACTS = 500

ordered = scores.sort_values("expected_gain", ascending=False)
curve = ordered["expected_gain"].cumsum().to_numpy()
at = min(CONTACTS, len(curve))
print(f"The {at:,} customers of the highest expected gain: {curve[at - 1]:,.0f} in all.")
figure, axis = plt.subplots(figsize=(6.4, 3.6))
axis.plot(np.arange(1, len(curve) + 1), curve, color=COLOURS["model"])
axis.axvline(at, color="0.4", linewidth=0.8, linestyle=":")
axis.set_xlabel("customers contacted")
axis.set_ylabel("expected gain")
plt.show()
