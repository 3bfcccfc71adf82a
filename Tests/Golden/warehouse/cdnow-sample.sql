-- Customers scored as of 1998-07-01 by a model of Perennial, for DuckDB.
-- Another date: the constant in the stage `parameters`, which is all that depends on it.
-- Times are those of the shop's wall clock, without a zone; amounts are per row, with at most six
-- digits after the point. One row a customer with an order before the date. Numbers are within 1e-9 of
-- the program's, and within 1e-6 where they rest on expected orders.
-- No events are read: list and action know nobody who may not be written to.
-- NULL for everybody, and nothing else is approximated:
--   e_score, journey, price_low, price_high, usual_weekday, preferred_channel, favourite_category,
--     next_category: of events, prices and habits
--   reason_1, reason_2, reason_3: sentences; reason_1_family and the like hold codes and values
--   features of columns or logs that the query does not take: pieces_per_order, price_per_piece,
--     discount_share, return_share, distinct_categories, top_category_share, distinct_channels,
--     top_channel_share, engagement_30, engagement_90, engagement_365, engagement_trend_30,
--     days_since_last_engagement, own_engagement_gap, current_to_own_engagement_gap,
--     engagement_per_order, cart_abandonment_share, clicks_per_open, email_open_30, email_open_90,
--     email_click_30, email_click_90, visit_30, visit_90, product_view_30, product_view_90,
--     cart_add_30, cart_add_90, cart_abandonment_30, cart_abandonment_90, mailing_30, mailing_90,
--     coupon_redemption_30, coupon_redemption_90, support_ticket_30, support_ticket_90, review_30,
--     review_90, referral_30, referral_90, days_since_email_open, days_since_email_click,
--     days_since_visit, days_since_product_view, days_since_cart_add, days_since_support_ticket,
--     support_tickets, mean_rating, engagement_30_to_usual, engagement_overdue, visits_overdue,
--     days_since_last_activity, usual_activities_per_month, active_activities_per_month,
--     activities_overdue, active_activities_overdue, usual_engagement_per_month
WITH
-- The date: all that was known before it counts.
parameters AS (
  SELECT as_of_date, DATE_DIFF('day', DATE '1970-01-01', CAST(as_of_date AS DATE)) AS as_of
  FROM (SELECT DATE '1998-07-01' AS as_of_date) chosen
),
-- Rows with a customer, before the date; money in millionths.
lines AS (
  SELECT typed.*, CASE WHEN order_id IS NOT NULL AND order_id <> '' THEN 'n' || order_id
      WHEN units >= 0 THEN 'd' || CAST(day AS VARCHAR) END AS occasion
  FROM (
    SELECT CAST(customer_id AS VARCHAR) AS customer_id,
      CAST(order_id AS VARCHAR) AS order_id,
      DATE_DIFF('day', DATE '1970-01-01', CAST(ordered_at AS DATE)) AS day,
      CAST((EXTRACT(HOUR FROM CAST(ordered_at AS TIMESTAMP)) * 3600 + EXTRACT(MINUTE FROM CAST(ordered_at AS TIMESTAMP)) * 60 + CAST(FLOOR(EXTRACT(SECOND FROM CAST(ordered_at AS TIMESTAMP))) AS BIGINT)) AS BIGINT) AS second_of_day,
      CAST(CAST(amount AS DECIMAL(30, 6)) * 1000000 AS BIGINT) AS units
    FROM orders
  ) typed CROSS JOIN parameters
  WHERE customer_id IS NOT NULL AND customer_id <> '' AND day IS NOT NULL AND units IS NOT NULL AND day < as_of
),
log_begin AS (
  SELECT MIN(day) AS begin_day FROM lines
),
-- Orders: rows of one number, or without numbers those of one day; rows below 0 are refunds.
occasions AS (
  SELECT customer_id, occasion,
    COALESCE(MIN(order_id), '') AS order_id,
    MIN(day) AS day,
    MIN(CAST(day AS BIGINT) * 86400 + second_of_day) AS second_of_log,
    CAST(SUM(units) AS BIGINT) AS units,
    COUNT(*) AS lines,
    MIN(units) AS least
  FROM lines
  WHERE occasion IS NOT NULL
  GROUP BY customer_id, occasion
  UNION ALL
  SELECT customer_id, occasion, '', day, CAST(day AS BIGINT) * 86400 + second_of_day, units, 1, units
  FROM lines
  WHERE occasion IS NULL
),
-- Orders that stand at the date.
placed AS (
  SELECT occasions.*, as_of - day AS age, CAST(units AS DOUBLE) / 1e6 AS amount,
    CAST(SUM(units) OVER (PARTITION BY customer_id) AS BIGINT) AS all_units,
    COUNT(*) OVER (PARTITION BY customer_id) AS all_orders,
    MIN(day) OVER (PARTITION BY customer_id) AS first_day,
    ROW_NUMBER() OVER (PARTITION BY customer_id
      ORDER BY second_of_log DESC, order_id DESC) AS from_last,
    ((day + 700003) % (7)) AS weekday,
    ((second_of_log - CAST(day AS BIGINT) * 86400) // (21600)) AS quarter_of_day
  FROM occasions CROSS JOIN parameters
  WHERE units > 0 OR (units = 0 AND least >= 0)
),
order_totals AS (
  SELECT customer_id,
    COUNT(*) AS orders,
    COUNT(DISTINCT day) AS order_days,
    MIN(day) AS first_day,
    MAX(day) AS last_day,
    CAST(SUM(units) AS BIGINT) AS units,
    CAST(SUM(CASE WHEN day > first_day THEN units ELSE 0 END) AS BIGINT) AS repeat_units,
    MAX(CASE WHEN from_last = 1 THEN units END) AS last_units,
    MAX(units) AS highest_units,
    SUM(lines) AS lines,
    SUM((amount - CAST(all_units AS DOUBLE) / 1e6 / all_orders) * (amount - CAST(all_units AS DOUBLE) / 1e6 / all_orders)) AS squares,
    MAX(CASE WHEN second_of_log <> CAST(day AS BIGINT) * 86400 THEN 1 ELSE 0 END) AS timed,
    SUM(CASE WHEN age <= 30 THEN 1 ELSE 0 END) AS orders_30,
    CAST(SUM(CASE WHEN age <= 30 THEN units ELSE 0 END) AS BIGINT) AS units_30,
    SUM(CASE WHEN age <= 60 THEN 1 ELSE 0 END) AS orders_60,
    CAST(SUM(CASE WHEN age <= 60 THEN units ELSE 0 END) AS BIGINT) AS units_60,
    SUM(CASE WHEN age <= 90 THEN 1 ELSE 0 END) AS orders_90,
    CAST(SUM(CASE WHEN age <= 90 THEN units ELSE 0 END) AS BIGINT) AS units_90,
    SUM(CASE WHEN age <= 180 THEN 1 ELSE 0 END) AS orders_180,
    CAST(SUM(CASE WHEN age <= 180 THEN units ELSE 0 END) AS BIGINT) AS units_180,
    SUM(CASE WHEN age <= 365 THEN 1 ELSE 0 END) AS orders_365,
    CAST(SUM(CASE WHEN age <= 365 THEN units ELSE 0 END) AS BIGINT) AS units_365,
    SUM(CASE WHEN weekday = 0 THEN 1 ELSE 0 END) AS weekday_0,
    SUM(CASE WHEN weekday = 1 THEN 1 ELSE 0 END) AS weekday_1,
    SUM(CASE WHEN weekday = 2 THEN 1 ELSE 0 END) AS weekday_2,
    SUM(CASE WHEN weekday = 3 THEN 1 ELSE 0 END) AS weekday_3,
    SUM(CASE WHEN weekday = 4 THEN 1 ELSE 0 END) AS weekday_4,
    SUM(CASE WHEN weekday = 5 THEN 1 ELSE 0 END) AS weekday_5,
    SUM(CASE WHEN weekday = 6 THEN 1 ELSE 0 END) AS weekday_6,
    SUM(CASE WHEN quarter_of_day = 0 THEN 1 ELSE 0 END) AS quarter_0,
    SUM(CASE WHEN quarter_of_day = 1 THEN 1 ELSE 0 END) AS quarter_1,
    SUM(CASE WHEN quarter_of_day = 2 THEN 1 ELSE 0 END) AS quarter_2,
    SUM(CASE WHEN quarter_of_day = 3 THEN 1 ELSE 0 END) AS quarter_3
  FROM placed
  GROUP BY customer_id
),
-- Refunds, and orders whose rows cancelled to nothing.
refund_totals AS (
  SELECT customer_id,
    SUM(CASE WHEN units < 0 THEN 1 ELSE 0 END) AS refunds,
    CAST(SUM(-units) AS BIGINT) AS refunded,
    SUM(CASE WHEN units = 0 THEN 1 ELSE 0 END) AS cancelled,
    CAST(SUM(CASE WHEN as_of - day <= 30 THEN -units ELSE 0 END) AS BIGINT) AS refunded_30,
    CAST(SUM(CASE WHEN as_of - day <= 60 THEN -units ELSE 0 END) AS BIGINT) AS refunded_60,
    CAST(SUM(CASE WHEN as_of - day <= 90 THEN -units ELSE 0 END) AS BIGINT) AS refunded_90,
    CAST(SUM(CASE WHEN as_of - day <= 180 THEN -units ELSE 0 END) AS BIGINT) AS refunded_180,
    CAST(SUM(CASE WHEN as_of - day <= 365 THEN -units ELSE 0 END) AS BIGINT) AS refunded_365
  FROM occasions CROSS JOIN parameters
  WHERE units < 0 OR (units = 0 AND least < 0)
  GROUP BY customer_id
),
order_dates AS (
  SELECT DISTINCT customer_id, day FROM placed
),
-- Days between successive order days.
gaps AS (
  SELECT customer_id, day, gap,
    ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY gap, day) AS place,
    ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY day DESC) AS from_last,
    COUNT(*) OVER (PARTITION BY customer_id) AS gaps,
    CAST(SUM(gap) OVER (PARTITION BY customer_id) AS DOUBLE)
      / COUNT(*) OVER (PARTITION BY customer_id) AS mean
  FROM (
    SELECT customer_id, day, day - LAG(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap
    FROM order_dates
  ) pairs
  WHERE gap IS NOT NULL
),
gap_totals AS (
  SELECT customer_id, MAX(gaps) AS gaps, MAX(mean) AS mean_gap, MAX(gap) AS longest_gap,
    AVG(CASE WHEN 2 * place BETWEEN gaps AND gaps + 2 THEN CAST(gap AS DOUBLE) END) AS median_gap,
    MAX(CASE WHEN from_last = 1 THEN gap END) AS last_gap,
    CASE WHEN MAX(gaps) > 1 THEN SQRT(SUM((gap - mean) * (gap - mean)) / MAX(gaps)) END
      AS gap_spread
  FROM gaps
  GROUP BY customer_id
),
-- One row a customer with an order: what features are made of.
summaries AS (
  SELECT
    t.customer_id AS customer_id,
    begin_day,
    CAST(as_of - t.first_day AS DOUBLE) AS days_since_first,
    CAST(as_of - t.last_day AS DOUBLE) AS days_since_last,
    CAST(t.orders AS DOUBLE) AS orders,
    CAST(t.order_days AS DOUBLE) AS order_days,
    t.orders AS all_orders,
    t.units AS gross_units,
    CAST(t.units AS DOUBLE) / 1e6 AS gross,
    t.units - COALESCE(r.refunded, 0) AS net_units,
    CAST(t.units - COALESCE(r.refunded, 0) AS DOUBLE) / 1e6 AS net,
    CAST(t.repeat_units AS DOUBLE) / 1e6 AS repeat_gross,
    CAST(t.last_units AS DOUBLE) / 1e6 AS last_value,
    CAST(t.highest_units AS DOUBLE) / 1e6 AS highest,
    CASE WHEN t.orders > 1 THEN SQRT(t.squares / t.orders) END AS spread,
    CAST(t.lines AS DOUBLE) AS lines,
    CAST(t.timed AS DOUBLE) AS timed,
    CAST(t.weekday_5 + t.weekday_6 AS DOUBLE) AS weekend,
    CAST(CASE WHEN t.weekday_0 >= t.weekday_1 AND t.weekday_0 >= t.weekday_2 AND t.weekday_0 >= t.weekday_3 AND t.weekday_0 >= t.weekday_4 AND t.weekday_0 >= t.weekday_5 AND t.weekday_0 >= t.weekday_6 THEN t.weekday_0 WHEN t.weekday_1 >= t.weekday_0 AND t.weekday_1 >= t.weekday_2 AND t.weekday_1 >= t.weekday_3 AND t.weekday_1 >= t.weekday_4 AND t.weekday_1 >= t.weekday_5 AND t.weekday_1 >= t.weekday_6 THEN t.weekday_1 WHEN t.weekday_2 >= t.weekday_0 AND t.weekday_2 >= t.weekday_1 AND t.weekday_2 >= t.weekday_3 AND t.weekday_2 >= t.weekday_4 AND t.weekday_2 >= t.weekday_5 AND t.weekday_2 >= t.weekday_6 THEN t.weekday_2 WHEN t.weekday_3 >= t.weekday_0 AND t.weekday_3 >= t.weekday_1 AND t.weekday_3 >= t.weekday_2 AND t.weekday_3 >= t.weekday_4 AND t.weekday_3 >= t.weekday_5 AND t.weekday_3 >= t.weekday_6 THEN t.weekday_3 WHEN t.weekday_4 >= t.weekday_0 AND t.weekday_4 >= t.weekday_1 AND t.weekday_4 >= t.weekday_2 AND t.weekday_4 >= t.weekday_3 AND t.weekday_4 >= t.weekday_5 AND t.weekday_4 >= t.weekday_6 THEN t.weekday_4 WHEN t.weekday_5 >= t.weekday_0 AND t.weekday_5 >= t.weekday_1 AND t.weekday_5 >= t.weekday_2 AND t.weekday_5 >= t.weekday_3 AND t.weekday_5 >= t.weekday_4 AND t.weekday_5 >= t.weekday_6 THEN t.weekday_5 WHEN t.weekday_6 >= t.weekday_0 AND t.weekday_6 >= t.weekday_1 AND t.weekday_6 >= t.weekday_2 AND t.weekday_6 >= t.weekday_3 AND t.weekday_6 >= t.weekday_4 AND t.weekday_6 >= t.weekday_5 THEN t.weekday_6 END AS DOUBLE) AS top_weekday,
    CAST(CASE WHEN t.quarter_0 >= t.quarter_1 AND t.quarter_0 >= t.quarter_2 AND t.quarter_0 >= t.quarter_3 THEN t.quarter_0 WHEN t.quarter_1 >= t.quarter_0 AND t.quarter_1 >= t.quarter_2 AND t.quarter_1 >= t.quarter_3 THEN t.quarter_1 WHEN t.quarter_2 >= t.quarter_0 AND t.quarter_2 >= t.quarter_1 AND t.quarter_2 >= t.quarter_3 THEN t.quarter_2 WHEN t.quarter_3 >= t.quarter_0 AND t.quarter_3 >= t.quarter_1 AND t.quarter_3 >= t.quarter_2 THEN t.quarter_3 END AS DOUBLE) AS top_quarter,
    CAST(COALESCE(r.refunds, 0) AS DOUBLE) AS refunds,
    CAST(COALESCE(r.refunded, 0) AS DOUBLE) / 1e6 AS refunded,
    CAST(COALESCE(r.cancelled, 0) AS DOUBLE) AS cancelled,
    CAST(COALESCE(g.gaps, 0) AS DOUBLE) AS gaps,
    g.median_gap AS median_gap,
    g.mean_gap AS mean_gap,
    g.gap_spread AS gap_spread,
    CAST(g.last_gap AS DOUBLE) AS last_gap,
    CAST(g.longest_gap AS DOUBLE) AS longest_gap,
    as_of,
    as_of_date,
    CAST(t.orders_30 AS DOUBLE) AS orders_30,
    CAST(t.units_30 AS DOUBLE) / 1e6 AS gross_30,
    t.units_30 - COALESCE(r.refunded_30, 0) AS net_units_30,
    CAST(t.units_30 - COALESCE(r.refunded_30, 0) AS DOUBLE) / 1e6 AS net_30,
    CAST(t.orders_60 AS DOUBLE) AS orders_60,
    CAST(t.units_60 AS DOUBLE) / 1e6 AS gross_60,
    t.units_60 - COALESCE(r.refunded_60, 0) AS net_units_60,
    CAST(t.units_60 - COALESCE(r.refunded_60, 0) AS DOUBLE) / 1e6 AS net_60,
    CAST(t.orders_90 AS DOUBLE) AS orders_90,
    CAST(t.units_90 AS DOUBLE) / 1e6 AS gross_90,
    t.units_90 - COALESCE(r.refunded_90, 0) AS net_units_90,
    CAST(t.units_90 - COALESCE(r.refunded_90, 0) AS DOUBLE) / 1e6 AS net_90,
    CAST(t.orders_180 AS DOUBLE) AS orders_180,
    CAST(t.units_180 AS DOUBLE) / 1e6 AS gross_180,
    t.units_180 - COALESCE(r.refunded_180, 0) AS net_units_180,
    CAST(t.units_180 - COALESCE(r.refunded_180, 0) AS DOUBLE) / 1e6 AS net_180,
    CAST(t.orders_365 AS DOUBLE) AS orders_365,
    CAST(t.units_365 AS DOUBLE) / 1e6 AS gross_365,
    t.units_365 - COALESCE(r.refunded_365, 0) AS net_units_365,
    CAST(t.units_365 - COALESCE(r.refunded_365, 0) AS DOUBLE) / 1e6 AS net_365
  FROM order_totals t
  LEFT JOIN refund_totals r ON r.customer_id = t.customer_id
  LEFT JOIN gap_totals g ON g.customer_id = t.customer_id
  CROSS JOIN log_begin CROSS JOIN parameters
),
-- NULL where there is nothing to measure, or the log begins within the window.
features AS (
  SELECT
    summaries.*,
    days_since_last AS f_days_since_last_order,
    days_since_first AS f_days_since_first_order,
    order_days - 1 AS f_frequency,
    days_since_first - days_since_last AS f_recency,
    days_since_first - 1 AS f_tenure,
    orders AS f_orders,
    order_days AS f_order_days,
    orders * 3.0416666666666668e1 / days_since_first AS f_orders_per_month,
    CASE WHEN begin_day <= as_of - 30 THEN orders_30 END AS f_orders_30,
    CASE WHEN begin_day <= as_of - 90 THEN orders_90 END AS f_orders_90,
    CASE WHEN begin_day <= as_of - 180 THEN orders_180 END AS f_orders_180,
    CASE WHEN begin_day <= as_of - 365 THEN orders_365 END AS f_orders_365,
    CASE WHEN begin_day <= as_of - 60 THEN CASE WHEN (orders_30 + (orders_60 - orders_30)) > 0e0 THEN (orders_30 - (orders_60 - orders_30)) / (orders_30 + (orders_60 - orders_30)) END END AS f_orders_trend_30,
    CASE WHEN begin_day <= as_of - 180 THEN CASE WHEN (orders_90 + (orders_180 - orders_90)) > 0e0 THEN (orders_90 - (orders_180 - orders_90)) / (orders_90 + (orders_180 - orders_90)) END END AS f_orders_trend_90,
    gross AS f_gross_spend,
    net AS f_net_spend,
    gross / orders AS f_average_order_value,
    CASE WHEN (order_days - 1) > 0e0 THEN (repeat_gross) / (order_days - 1) END AS f_monetary_value,
    last_value AS f_last_order_value,
    CASE WHEN gross > 0e0 THEN (last_value * orders) / gross END AS f_last_to_average_order_value,
    highest AS f_highest_order_value,
    spread AS f_order_value_spread,
    CASE WHEN gross > 0e0 THEN (spread * orders) / gross END AS f_order_value_variation,
    CASE WHEN begin_day <= as_of - 30 THEN net_30 END AS f_spend_30,
    CASE WHEN begin_day <= as_of - 90 THEN net_90 END AS f_spend_90,
    CASE WHEN begin_day <= as_of - 180 THEN net_180 END AS f_spend_180,
    CASE WHEN begin_day <= as_of - 365 THEN net_365 END AS f_spend_365,
    CASE WHEN begin_day <= as_of - 60 THEN CASE WHEN (gross_30 + (gross_60 - gross_30)) > 0e0 THEN (gross_30 - (gross_60 - gross_30)) / (gross_30 + (gross_60 - gross_30)) END END AS f_spend_trend_30,
    CASE WHEN begin_day <= as_of - 180 THEN CASE WHEN (gross_90 + (gross_180 - gross_90)) > 0e0 THEN (gross_90 - (gross_180 - gross_90)) / (gross_90 + (gross_180 - gross_90)) END END AS f_spend_trend_90,
    ((order_days + 5e-1) / (days_since_first + 2e1)) * 3.0416666666666668e1 AS f_usual_orders_per_month,
    ((order_days + 5e-1) / (days_since_first - days_since_last + 2e1)) * 3.0416666666666668e1 AS f_active_orders_per_month,
    days_since_last * ((order_days + 5e-1) / (days_since_first + 2e1)) AS f_orders_overdue,
    days_since_last * ((order_days + 5e-1) / (days_since_first - days_since_last + 2e1)) AS f_active_orders_overdue,
    (days_since_first - days_since_last) / days_since_first AS f_active_share,
    CASE WHEN begin_day <= as_of - 30 THEN (orders_30 + 5e-1) / (((order_days + 5e-1) / (days_since_first + 2e1)) * CASE WHEN days_since_first < 30 THEN days_since_first ELSE 30e0 END + 5e-1) END AS f_orders_30_to_usual,
    CASE WHEN begin_day <= as_of - 90 THEN (orders_90 + 5e-1) / (((order_days + 5e-1) / (days_since_first + 2e1)) * CASE WHEN days_since_first < 90 THEN days_since_first ELSE 90e0 END + 5e-1) END AS f_orders_90_to_usual,
    CASE WHEN begin_day <= as_of - 180 THEN (orders_180 + 5e-1) / (((order_days + 5e-1) / (days_since_first + 2e1)) * CASE WHEN days_since_first < 180 THEN days_since_first ELSE 180e0 END + 5e-1) END AS f_orders_180_to_usual,
    CASE WHEN begin_day <= as_of - 365 THEN (orders_365 + 5e-1) / (((order_days + 5e-1) / (days_since_first + 2e1)) * CASE WHEN days_since_first < 365 THEN days_since_first ELSE 365e0 END + 5e-1) END AS f_orders_365_to_usual,
    median_gap AS f_own_gap,
    mean_gap AS f_average_days_between_orders,
    gap_spread AS f_gap_spread,
    CASE WHEN mean_gap > 0e0 THEN (gap_spread) / mean_gap END AS f_gap_variation,
    last_gap AS f_last_gap,
    longest_gap AS f_longest_gap,
    CASE WHEN median_gap > 0e0 THEN (days_since_last) / median_gap END AS f_current_gap_to_own_gap,
    CASE WHEN mean_gap > 0e0 THEN (days_since_last) / mean_gap END AS f_current_gap_to_mean_gap,
    CASE WHEN longest_gap > 0e0 THEN (days_since_last) / longest_gap END AS f_current_gap_to_longest_gap,
    CASE WHEN median_gap > 0e0 THEN (last_gap) / median_gap END AS f_last_gap_to_own_gap,
    top_weekday / orders AS f_top_weekday_share,
    weekend / orders AS f_weekend_share,
    CASE WHEN timed > 0e0 THEN top_quarter / orders END AS f_top_quarter_day_share,
    lines / orders AS f_lines_per_order,
    refunds AS f_refunds,
    CASE WHEN gross > 0e0 THEN (refunded) / gross END AS f_refunded_ratio,
    cancelled AS f_cancelled_orders
  FROM summaries
),
-- Of an order within the horizon, by a lifetime model (MBG/NBD).
outlook AS (
  SELECT
    features.*,
    1e0 / (1e0 + EXP(CASE WHEN (LN(0.5515249476805549e0 / (1.0090591466433587e0 + f_frequency)) + (0.6178433315933264e0 + f_frequency) * LN(1e0 + (f_tenure - f_recency) / (60.598722168452376e0 + f_recency))) > 7e2 THEN 7e2 WHEN (LN(0.5515249476805549e0 / (1.0090591466433587e0 + f_frequency)) + (0.6178433315933264e0 + f_frequency) * LN(1e0 + (f_tenure - f_recency) / (60.598722168452376e0 + f_recency))) < -7e2 THEN -7e2 ELSE (LN(0.5515249476805549e0 / (1.0090591466433587e0 + f_frequency)) + (0.6178433315933264e0 + f_frequency) * LN(1e0 + (f_tenure - f_recency) / (60.598722168452376e0 + f_recency))) END)) * (1e0 - EXP((-(0.6178433315933264e0 + f_frequency) * LN(1e0 + 90.0e0 / (60.598722168452376e0 + f_tenure))))) AS f_lifetime_order_probability
  FROM features
),
-- On the scale that the model learned on.
transformed AS (
  SELECT
    outlook.*,
    LN(1e0 + CASE WHEN f_days_since_last_order < 0e0 THEN 0e0 ELSE f_days_since_last_order END) AS t_days_since_last_order,
    LN(1e0 + CASE WHEN f_days_since_first_order < 0e0 THEN 0e0 ELSE f_days_since_first_order END) AS t_days_since_first_order,
    LN(1e0 + CASE WHEN f_orders < 0e0 THEN 0e0 ELSE f_orders END) AS t_orders,
    LN(1e0 + CASE WHEN f_orders_per_month < 0e0 THEN 0e0 ELSE f_orders_per_month END) AS t_orders_per_month,
    LN(1e0 + CASE WHEN f_orders_30 < 0e0 THEN 0e0 ELSE f_orders_30 END) AS t_orders_30,
    LN(1e0 + CASE WHEN f_orders_90 < 0e0 THEN 0e0 ELSE f_orders_90 END) AS t_orders_90,
    LN(1e0 + CASE WHEN f_orders_180 < 0e0 THEN 0e0 ELSE f_orders_180 END) AS t_orders_180,
    LN(1e0 + CASE WHEN f_orders_365 < 0e0 THEN 0e0 ELSE f_orders_365 END) AS t_orders_365,
    f_orders_trend_30 AS t_orders_trend_30,
    f_orders_trend_90 AS t_orders_trend_90,
    SIGN(f_gross_spend) * LN(1e0 + ABS(f_gross_spend)) AS t_gross_spend,
    SIGN(f_average_order_value) * LN(1e0 + ABS(f_average_order_value)) AS t_average_order_value,
    SIGN(f_monetary_value) * LN(1e0 + ABS(f_monetary_value)) AS t_monetary_value,
    SIGN(f_last_order_value) * LN(1e0 + ABS(f_last_order_value)) AS t_last_order_value,
    LN(1e0 + CASE WHEN f_last_to_average_order_value < 0e0 THEN 0e0 ELSE f_last_to_average_order_value END) AS t_last_to_average_order_value,
    SIGN(f_highest_order_value) * LN(1e0 + ABS(f_highest_order_value)) AS t_highest_order_value,
    SIGN(f_order_value_spread) * LN(1e0 + ABS(f_order_value_spread)) AS t_order_value_spread,
    LN(1e0 + CASE WHEN f_order_value_variation < 0e0 THEN 0e0 ELSE f_order_value_variation END) AS t_order_value_variation,
    SIGN(f_spend_30) * LN(1e0 + ABS(f_spend_30)) AS t_spend_30,
    SIGN(f_spend_90) * LN(1e0 + ABS(f_spend_90)) AS t_spend_90,
    SIGN(f_spend_180) * LN(1e0 + ABS(f_spend_180)) AS t_spend_180,
    SIGN(f_spend_365) * LN(1e0 + ABS(f_spend_365)) AS t_spend_365,
    f_spend_trend_30 AS t_spend_trend_30,
    f_spend_trend_90 AS t_spend_trend_90,
    LN(CASE WHEN f_usual_orders_per_month < 1e-9 THEN 1e-9 ELSE f_usual_orders_per_month END) AS t_usual_orders_per_month,
    LN(CASE WHEN f_active_orders_per_month < 1e-9 THEN 1e-9 ELSE f_active_orders_per_month END) AS t_active_orders_per_month,
    LN(1e0 + CASE WHEN f_orders_overdue < 0e0 THEN 0e0 ELSE f_orders_overdue END) AS t_orders_overdue,
    LN(1e0 + CASE WHEN f_active_orders_overdue < 0e0 THEN 0e0 ELSE f_active_orders_overdue END) AS t_active_orders_overdue,
    f_active_share AS t_active_share,
    LN(CASE WHEN f_orders_30_to_usual < 1e-9 THEN 1e-9 ELSE f_orders_30_to_usual END) AS t_orders_30_to_usual,
    LN(CASE WHEN f_orders_90_to_usual < 1e-9 THEN 1e-9 ELSE f_orders_90_to_usual END) AS t_orders_90_to_usual,
    LN(CASE WHEN f_orders_180_to_usual < 1e-9 THEN 1e-9 ELSE f_orders_180_to_usual END) AS t_orders_180_to_usual,
    LN(CASE WHEN f_orders_365_to_usual < 1e-9 THEN 1e-9 ELSE f_orders_365_to_usual END) AS t_orders_365_to_usual,
    LN(1e0 + CASE WHEN f_own_gap < 0e0 THEN 0e0 ELSE f_own_gap END) AS t_own_gap,
    LN(1e0 + CASE WHEN f_average_days_between_orders < 0e0 THEN 0e0 ELSE f_average_days_between_orders END) AS t_average_days_between_orders,
    LN(1e0 + CASE WHEN f_gap_spread < 0e0 THEN 0e0 ELSE f_gap_spread END) AS t_gap_spread,
    LN(1e0 + CASE WHEN f_gap_variation < 0e0 THEN 0e0 ELSE f_gap_variation END) AS t_gap_variation,
    LN(1e0 + CASE WHEN f_last_gap < 0e0 THEN 0e0 ELSE f_last_gap END) AS t_last_gap,
    LN(1e0 + CASE WHEN f_longest_gap < 0e0 THEN 0e0 ELSE f_longest_gap END) AS t_longest_gap,
    LN(1e0 + CASE WHEN f_current_gap_to_own_gap < 0e0 THEN 0e0 ELSE f_current_gap_to_own_gap END) AS t_current_gap_to_own_gap,
    LN(1e0 + CASE WHEN f_current_gap_to_mean_gap < 0e0 THEN 0e0 ELSE f_current_gap_to_mean_gap END) AS t_current_gap_to_mean_gap,
    LN(1e0 + CASE WHEN f_current_gap_to_longest_gap < 0e0 THEN 0e0 ELSE f_current_gap_to_longest_gap END) AS t_current_gap_to_longest_gap,
    LN(1e0 + CASE WHEN f_last_gap_to_own_gap < 0e0 THEN 0e0 ELSE f_last_gap_to_own_gap END) AS t_last_gap_to_own_gap,
    f_top_weekday_share AS t_top_weekday_share,
    f_weekend_share AS t_weekend_share,
    LN(1e0 + CASE WHEN f_lines_per_order < 0e0 THEN 0e0 ELSE f_lines_per_order END) AS t_lines_per_order,
    LN(CASE WHEN f_lifetime_order_probability < 1e-9 THEN 1e-9 WHEN f_lifetime_order_probability > 0.999999999e0 THEN 0.999999999e0 ELSE f_lifetime_order_probability END) - LN(1e0 - (CASE WHEN f_lifetime_order_probability < 1e-9 THEN 1e-9 WHEN f_lifetime_order_probability > 0.999999999e0 THEN 0.999999999e0 ELSE f_lifetime_order_probability END)) AS t_lifetime_order_probability
  FROM outlook
),
-- Missing values imputed, others kept within the range of training.
prepared AS (
  SELECT
    transformed.*,
    CASE WHEN t_days_since_last_order IS NULL THEN 5.332718793265369e0 WHEN t_days_since_last_order < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN t_days_since_last_order > 6.124683390894205e0 THEN 6.124683390894205e0 ELSE t_days_since_last_order END AS v_days_since_last_order,
    CASE WHEN t_days_since_first_order IS NULL THEN 5.636495872174272e0 WHEN t_days_since_first_order < 4.6443908991413725e0 THEN 4.6443908991413725e0 WHEN t_days_since_first_order > 6.124683390894205e0 THEN 6.124683390894205e0 ELSE t_days_since_first_order END AS v_days_since_first_order,
    CASE WHEN t_orders IS NULL THEN 0.6931471805599453e0 WHEN t_orders < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN t_orders > 3.7376696182833684e0 THEN 3.7376696182833684e0 ELSE t_orders END AS v_orders,
    CASE WHEN t_orders_per_month IS NULL THEN 0.16283380240071915e0 WHEN t_orders_per_month < 0.06457278590140465e0 THEN 0.06457278590140465e0 WHEN t_orders_per_month > 1.8905860803042915e0 THEN 1.8905860803042915e0 ELSE t_orders_per_month END AS v_orders_per_month,
    CASE WHEN t_orders_30 IS NULL THEN 0.0e0 WHEN t_orders_30 < 0.0e0 THEN 0.0e0 WHEN t_orders_30 > 2.0794415416798357e0 THEN 2.0794415416798357e0 ELSE t_orders_30 END AS v_orders_30,
    CASE WHEN t_orders_90 IS NULL THEN 0.0e0 WHEN t_orders_90 < 0.0e0 THEN 0.0e0 WHEN t_orders_90 > 3.044522437723423e0 THEN 3.044522437723423e0 ELSE t_orders_90 END AS v_orders_90,
    CASE WHEN t_orders_180 IS NULL THEN 0.0e0 WHEN t_orders_180 < 0.0e0 THEN 0.0e0 WHEN t_orders_180 > 3.367295829986474e0 THEN 3.367295829986474e0 ELSE t_orders_180 END AS v_orders_180,
    CASE WHEN t_orders_365 IS NULL THEN 0.6931471805599453e0 WHEN t_orders_365 < 0.0e0 THEN 0.0e0 WHEN t_orders_365 > 3.6635616461296463e0 THEN 3.6635616461296463e0 ELSE t_orders_365 END AS v_orders_365,
    CASE WHEN t_orders_trend_30 IS NULL THEN 0.0e0 WHEN t_orders_trend_30 < -1.0e0 THEN -1.0e0 WHEN t_orders_trend_30 > 1.0e0 THEN 1.0e0 ELSE t_orders_trend_30 END AS v_orders_trend_30,
    CASE WHEN t_orders_trend_90 IS NULL THEN -1.0e0 WHEN t_orders_trend_90 < -1.0e0 THEN -1.0e0 WHEN t_orders_trend_90 > 1.0e0 THEN 1.0e0 ELSE t_orders_trend_90 END AS v_orders_trend_90,
    CASE WHEN t_gross_spend IS NULL THEN 3.6457109587125576e0 WHEN t_gross_spend < 0.0e0 THEN 0.0e0 WHEN t_gross_spend > 8.787785054637727e0 THEN 8.787785054637727e0 ELSE t_gross_spend END AS v_gross_spend,
    CASE WHEN t_average_order_value IS NULL THEN 3.2480462021679806e0 WHEN t_average_order_value < 0.0e0 THEN 0.0e0 WHEN t_average_order_value > 6.23042239071655e0 THEN 6.23042239071655e0 ELSE t_average_order_value END AS v_average_order_value,
    CASE WHEN t_monetary_value IS NULL THEN 3.363264301293914e0 WHEN t_monetary_value < 1.3837912309017721e0 THEN 1.3837912309017721e0 WHEN t_monetary_value > 5.879303180219652e0 THEN 5.879303180219652e0 ELSE t_monetary_value END AS v_monetary_value,
    CASE WHEN t_last_order_value IS NULL THEN 3.2003044392827653e0 WHEN t_last_order_value < 0.0e0 THEN 0.0e0 WHEN t_last_order_value > 6.23042239071655e0 THEN 6.23042239071655e0 ELSE t_last_order_value END AS v_last_order_value,
    CASE WHEN t_last_to_average_order_value IS NULL THEN 0.6931471805599453e0 WHEN t_last_to_average_order_value < 0.07857325268500392e0 THEN 0.07857325268500392e0 WHEN t_last_to_average_order_value > 1.380735439475508e0 THEN 1.380735439475508e0 ELSE t_last_to_average_order_value END AS v_last_to_average_order_value,
    CASE WHEN t_highest_order_value IS NULL THEN 3.4008639927609177e0 WHEN t_highest_order_value < 0.0e0 THEN 0.0e0 WHEN t_highest_order_value > 7.349603745423423e0 THEN 7.349603745423423e0 ELSE t_highest_order_value END AS v_highest_order_value,
    CASE WHEN t_order_value_spread IS NULL THEN 2.306536612060249e0 WHEN t_order_value_spread < 0.0e0 THEN 0.0e0 WHEN t_order_value_spread > 5.763595149463187e0 THEN 5.763595149463187e0 ELSE t_order_value_spread END AS v_order_value_spread,
    CASE WHEN t_order_value_variation IS NULL THEN 0.29410779737275144e0 WHEN t_order_value_variation < 0.0e0 THEN 0.0e0 WHEN t_order_value_variation > 0.8356915727648478e0 THEN 0.8356915727648478e0 ELSE t_order_value_variation END AS v_order_value_variation,
    CASE WHEN t_spend_30 IS NULL THEN 0.0e0 WHEN t_spend_30 < 0.0e0 THEN 0.0e0 WHEN t_spend_30 > 5.888102034112829e0 THEN 5.888102034112829e0 ELSE t_spend_30 END AS v_spend_30,
    CASE WHEN t_spend_90 IS NULL THEN 0.0e0 WHEN t_spend_90 < 0.0e0 THEN 0.0e0 WHEN t_spend_90 > 6.733520932370801e0 THEN 6.733520932370801e0 ELSE t_spend_90 END AS v_spend_90,
    CASE WHEN t_spend_180 IS NULL THEN 0.0e0 WHEN t_spend_180 < 0.0e0 THEN 0.0e0 WHEN t_spend_180 > 8.787785054637727e0 THEN 8.787785054637727e0 ELSE t_spend_180 END AS v_spend_180,
    CASE WHEN t_spend_365 IS NULL THEN 3.1990804484634454e0 WHEN t_spend_365 < 0.0e0 THEN 0.0e0 WHEN t_spend_365 > 8.787785054637727e0 THEN 8.787785054637727e0 ELSE t_spend_365 END AS v_spend_365,
    CASE WHEN t_spend_trend_30 IS NULL THEN 0.0170132982556299e0 WHEN t_spend_trend_30 < -1.0e0 THEN -1.0e0 WHEN t_spend_trend_30 > 1.0e0 THEN 1.0e0 ELSE t_spend_trend_30 END AS v_spend_trend_30,
    CASE WHEN t_spend_trend_90 IS NULL THEN -1.0e0 WHEN t_spend_trend_90 < -1.0e0 THEN -1.0e0 WHEN t_spend_trend_90 > 1.0e0 THEN 1.0e0 ELSE t_spend_trend_90 END AS v_spend_trend_90,
    CASE WHEN t_usual_orders_per_month IS NULL THEN -1.4878118854985491e0 WHEN t_usual_orders_per_month < -2.3449620423287643e0 THEN -2.3449620423287643e0 WHEN t_usual_orders_per_month > 1.594032079874174e0 THEN 1.594032079874174e0 ELSE t_usual_orders_per_month END AS v_usual_orders_per_month,
    CASE WHEN t_active_orders_per_month IS NULL THEN 0.8247235383486646e0 WHEN t_active_orders_per_month < -1.8042834554130927e0 THEN -1.8042834554130927e0 WHEN t_active_orders_per_month > 2.558214099452744e0 THEN 2.558214099452744e0 ELSE t_active_orders_per_month END AS v_active_orders_per_month,
    CASE WHEN t_orders_overdue IS NULL THEN 0.8735542431585894e0 WHEN t_orders_overdue < 0.005396667172154358e0 THEN 0.005396667172154358e0 WHEN t_orders_overdue > 3.024531179294862e0 THEN 3.024531179294862e0 ELSE t_orders_overdue END AS v_orders_overdue,
    CASE WHEN t_active_orders_overdue IS NULL THEN 2.648513234798208e0 WHEN t_active_orders_overdue < 0.005408342009261326e0 THEN 0.005408342009261326e0 WHEN t_active_orders_overdue > 5.0247490611329e0 THEN 5.0247490611329e0 ELSE t_active_orders_overdue END AS v_active_orders_overdue,
    CASE WHEN t_active_share IS NULL THEN 0.0e0 WHEN t_active_share < 0.0e0 THEN 0.0e0 WHEN t_active_share > 0.997737556561086e0 THEN 0.997737556561086e0 ELSE t_active_share END AS v_active_share,
    CASE WHEN t_orders_30_to_usual IS NULL THEN -0.32306557634109767e0 WHEN t_orders_30_to_usual < -2.3713860995533174e0 THEN -2.3713860995533174e0 WHEN t_orders_30_to_usual > 1.4476027436467258e0 THEN 1.4476027436467258e0 ELSE t_orders_30_to_usual END AS v_orders_30_to_usual,
    CASE WHEN t_orders_90_to_usual IS NULL THEN -0.6931471805599453e0 WHEN t_orders_90_to_usual < -2.927752612862577e0 THEN -2.927752612862577e0 WHEN t_orders_90_to_usual > 0.9398638995922219e0 THEN 0.9398638995922219e0 ELSE t_orders_90_to_usual END AS v_orders_90_to_usual,
    CASE WHEN t_orders_180_to_usual IS NULL THEN -0.8083667695421304e0 WHEN t_orders_180_to_usual < -3.2730552325528195e0 THEN -3.2730552325528195e0 WHEN t_orders_180_to_usual > 0.6669893893259305e0 THEN 0.6669893893259305e0 ELSE t_orders_180_to_usual END AS v_orders_180_to_usual,
    CASE WHEN t_orders_365_to_usual IS NULL THEN -0.24606719121614673e0 WHEN t_orders_365_to_usual < -2.70639718397023e0 THEN -2.70639718397023e0 WHEN t_orders_365_to_usual > 0.1068539651241932e0 THEN 0.1068539651241932e0 ELSE t_orders_365_to_usual END AS v_orders_365_to_usual,
    CASE WHEN t_own_gap IS NULL THEN 3.839452312593311e0 WHEN t_own_gap < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN t_own_gap > 6.093569770045136e0 THEN 6.093569770045136e0 ELSE t_own_gap END AS v_own_gap,
    CASE WHEN t_average_days_between_orders IS NULL THEN 3.9889840465642745e0 WHEN t_average_days_between_orders < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN t_average_days_between_orders > 6.093569770045136e0 THEN 6.093569770045136e0 ELSE t_average_days_between_orders END AS v_average_days_between_orders,
    CASE WHEN t_gap_spread IS NULL THEN 3.4629840465281743e0 WHEN t_gap_spread < 0.0e0 THEN 0.0e0 WHEN t_gap_spread > 5.3612921657094255e0 THEN 5.3612921657094255e0 ELSE t_gap_spread END AS v_gap_spread,
    CASE WHEN t_gap_variation IS NULL THEN 0.5217269216445366e0 WHEN t_gap_variation < 0.0e0 THEN 0.0e0 WHEN t_gap_variation > 1.187465855443674e0 THEN 1.187465855443674e0 ELSE t_gap_variation END AS v_gap_variation,
    CASE WHEN t_last_gap IS NULL THEN 3.9318256327243257e0 WHEN t_last_gap < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN t_last_gap > 6.093569770045136e0 THEN 6.093569770045136e0 ELSE t_last_gap END AS v_last_gap,
    CASE WHEN t_longest_gap IS NULL THEN 4.465908118654584e0 WHEN t_longest_gap < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN t_longest_gap > 6.093569770045136e0 THEN 6.093569770045136e0 ELSE t_longest_gap END AS v_longest_gap,
    CASE WHEN t_current_gap_to_own_gap IS NULL THEN 1.063645826134651e0 WHEN t_current_gap_to_own_gap < 0.0022650066308521326e0 THEN 0.0022650066308521326e0 WHEN t_current_gap_to_own_gap > 6.09807428216624e0 THEN 6.09807428216624e0 ELSE t_current_gap_to_own_gap END AS v_current_gap_to_own_gap,
    CASE WHEN t_current_gap_to_mean_gap IS NULL THEN 0.9647794187959849e0 WHEN t_current_gap_to_mean_gap < 0.0022650066308521326e0 THEN 0.0022650066308521326e0 WHEN t_current_gap_to_mean_gap > 6.09807428216624e0 THEN 6.09807428216624e0 ELSE t_current_gap_to_mean_gap END AS v_current_gap_to_mean_gap,
    CASE WHEN t_current_gap_to_longest_gap IS NULL THEN 0.7332867974357649e0 WHEN t_current_gap_to_longest_gap < 0.0022650066308521326e0 THEN 0.0022650066308521326e0 WHEN t_current_gap_to_longest_gap > 6.09807428216624e0 THEN 6.09807428216624e0 ELSE t_current_gap_to_longest_gap END AS v_current_gap_to_longest_gap,
    CASE WHEN t_last_gap_to_own_gap IS NULL THEN 0.6931471805599453e0 WHEN t_last_gap_to_own_gap < 0.007968169649176874e0 THEN 0.007968169649176874e0 WHEN t_last_gap_to_own_gap > 3.821368637160015e0 THEN 3.821368637160015e0 ELSE t_last_gap_to_own_gap END AS v_last_gap_to_own_gap,
    CASE WHEN t_top_weekday_share IS NULL THEN 1.0e0 WHEN t_top_weekday_share < 0.16666666666666666e0 THEN 0.16666666666666666e0 WHEN t_top_weekday_share > 1.0e0 THEN 1.0e0 ELSE t_top_weekday_share END AS v_top_weekday_share,
    CASE WHEN t_weekend_share IS NULL THEN 0.0e0 WHEN t_weekend_share < 0.0e0 THEN 0.0e0 WHEN t_weekend_share > 1.0e0 THEN 1.0e0 ELSE t_weekend_share END AS v_weekend_share,
    CASE WHEN t_lines_per_order IS NULL THEN 0.6931471805599453e0 WHEN t_lines_per_order < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN t_lines_per_order > 1.791759469228055e0 THEN 1.791759469228055e0 ELSE t_lines_per_order END AS v_lines_per_order,
    CASE WHEN t_lifetime_order_probability IS NULL THEN -2.6170285070193464e0 WHEN t_lifetime_order_probability < -20.72326583594641e0 THEN -20.72326583594641e0 WHEN t_lifetime_order_probability > 3.6882918433465752e0 THEN 3.6882918433465752e0 ELSE t_lifetime_order_probability END AS v_lifetime_order_probability
  FROM transformed
),
-- What each feature adds to the logit.
contributions AS (
  SELECT
    prepared.*,
    0.022272138371576516e0 * (v_days_since_last_order - 5.063517771066463e0) / 0.09802160168579416e0
      + -0.0002158973296609762e0 * (CASE WHEN v_days_since_last_order > 4.770684624465665e0 THEN v_days_since_last_order - 4.770684624465665e0 ELSE 0e0 END - 0.5582513302968382e0) / 0.04663555441979792e0
      + -0.008067484367161443e0 * (CASE WHEN v_days_since_last_order > 5.332718793265369e0 THEN v_days_since_last_order - 5.332718793265369e0 ELSE 0e0 END - 0.20711798191925182e0) / 0.026319609860710535e0
      + 0.013825078230680823e0 * (CASE WHEN v_days_since_last_order > 5.75890177387728e0 THEN v_days_since_last_order - 5.75890177387728e0 ELSE 0e0 END - 0.046463413026963066e0) / 0.009662621507906708e0 AS c_days_since_last_order,
    -0.004827778488507509e0 * (v_orders_overdue - 0.850903724758478e0) / 0.27055050740664127e0
      + 0.00043078026308233176e0 * (CASE WHEN v_orders_overdue > 0.8334848281899225e0 THEN v_orders_overdue - 0.8334848281899225e0 ELSE 0e0 END - 0.09135150187386268e0) / 0.16099969342656603e0
      + 0.000585965886435591e0 * (CASE WHEN v_orders_overdue > 0.8735542431585894e0 THEN v_orders_overdue - 0.8735542431585894e0 ELSE 0e0 END - 0.06539242292274289e0) / 0.1541800922727669e0
      + 0.0013904814975029703e0 * (CASE WHEN v_orders_overdue > 0.8891397428082042e0 THEN v_orders_overdue - 0.8891397428082042e0 ELSE 0e0 END - 0.059207111279941514e0) / 0.15036719405282348e0 AS c_orders_overdue,
    0.0017499911796769129e0 * (v_active_orders_overdue - 2.3417287220435754e0) / 1.0444451418085612e0
      + 0.007622617604415252e0 * (CASE WHEN v_active_orders_overdue > 1.595474919565611e0 THEN v_active_orders_overdue - 1.595474919565611e0 ELSE 0e0 END - 0.9604450158585168e0) / 0.6996721876373637e0
      + 0.012327103545906458e0 * (CASE WHEN v_active_orders_overdue > 2.648513234798208e0 THEN v_active_orders_overdue - 2.648513234798208e0 ELSE 0e0 END - 0.25966321059813796e0) / 0.32222671748502296e0
      + 0.0024345876164650012e0 * (CASE WHEN v_active_orders_overdue > 3.1891886200556363e0 THEN v_active_orders_overdue - 3.1891886200556363e0 ELSE 0e0 END - 0.05175823116864301e0) / 0.11299479341001951e0 AS c_active_orders_overdue,
    0.0051864008001572875e0 * (v_active_share - 0.22053961707288208e0) / 0.3353106672360636e0
      + 0.010784257463968789e0 * (CASE WHEN v_active_share > 0.4207989253393665e0 THEN v_active_share - 0.4207989253393665e0 ELSE 0e0 END - 0.08578146814880755e0) / 0.1715371049457312e0 AS c_active_share,
    -0.009037508028663672e0 * (v_current_gap_to_own_gap - 1.1897668576630187e0) / 0.07573819743523177e0
      + 0.012717975522083232e0 * (CASE WHEN v_current_gap_to_own_gap > 0.45495248426555784e0 THEN v_current_gap_to_own_gap - 0.45495248426555784e0 ELSE 0e0 END - 0.7595015328304526e0) / 0.07274430597675251e0
      + 0.004142007382527537e0 * (CASE WHEN v_current_gap_to_own_gap > 1.063645826134651e0 THEN v_current_gap_to_own_gap - 1.063645826134651e0 ELSE 0e0 END - 0.24727308578026375e0) / 0.06622477176842388e0
      + -0.0033853295233436526e0 * (CASE WHEN v_current_gap_to_own_gap > 2.0046987621226067e0 THEN v_current_gap_to_own_gap - 2.0046987621226067e0 ELSE 0e0 END - 0.10423041208721882e0) / 0.04160413957578215e0 AS c_current_gap_to_own_gap,
    -0.004164371517265807e0 * (v_current_gap_to_mean_gap - 1.1015684962376144e0) / 0.7515095748820578e0
      + -0.0031992942044844126e0 * (CASE WHEN v_current_gap_to_mean_gap > 0.4014782410312969e0 THEN v_current_gap_to_mean_gap - 0.4014782410312969e0 ELSE 0e0 END - 0.7218941329263736e0) / 0.7265434606298053e0
      + -0.0013199768695815641e0 * (CASE WHEN v_current_gap_to_mean_gap > 0.9647794187959849e0 THEN v_current_gap_to_mean_gap - 0.9647794187959849e0 ELSE 0e0 END - 0.24786134420077305e0) / 0.6684833320741096e0
      + 0.003133033690653929e0 * (CASE WHEN v_current_gap_to_mean_gap > 1.9099556990622706e0 THEN v_current_gap_to_mean_gap - 1.9099556990622706e0 ELSE 0e0 END - 0.1057544051434258e0) / 0.42216823023873995e0 AS c_current_gap_to_mean_gap,
    -0.0034840185897866568e0 * (v_current_gap_to_longest_gap - 0.899052021779763e0) / 0.7547684475619606e0
      + -0.0026419504576010696e0 * (CASE WHEN v_current_gap_to_longest_gap > 0.25717842447277706e0 THEN v_current_gap_to_longest_gap - 0.25717842447277706e0 ELSE 0e0 END - 0.6560920535278887e0) / 0.740766998884424e0
      + -0.00033328575264370046e0 * (CASE WHEN v_current_gap_to_longest_gap > 0.7332867974357649e0 THEN v_current_gap_to_longest_gap - 0.7332867974357649e0 ELSE 0e0 END - 0.2558997071068877e0) / 0.6952870934626573e0
      + 0.006453250783997894e0 * (CASE WHEN v_current_gap_to_longest_gap > 1.7062934440214597e0 THEN v_current_gap_to_longest_gap - 1.7062934440214597e0 ELSE 0e0 END - 0.11133756405011719e0) / 0.4416718385810725e0 AS c_current_gap_to_longest_gap,
    -0.018397468446721726e0 * (v_lifetime_order_probability - -2.2072335010622e0) / 0.12632111046974978e0
      + -0.028515206091516636e0 * (CASE WHEN v_lifetime_order_probability > -3.145135604170673e0 THEN v_lifetime_order_probability - -3.145135604170673e0 ELSE 0e0 END - 0.9861376477837611e0) / 0.11606542940466953e0
      + -0.009036425456124151e0 * (CASE WHEN v_lifetime_order_probability > -2.7957577747102316e0 THEN v_lifetime_order_probability - -2.7957577747102316e0 ELSE 0e0 END - 0.7430193960213304e0) / 0.10804898726460668e0
      + 0.036000030298062535e0 * (CASE WHEN v_lifetime_order_probability > -2.3699016816326752e0 THEN v_lifetime_order_probability - -2.3699016816326752e0 ELSE 0e0 END - 0.5329380850302952e0) / 0.09477668137149035e0
      + -0.017358510692614824e0 * (CASE WHEN v_lifetime_order_probability > -1.2422229481956244e0 THEN v_lifetime_order_probability - -1.2422229481956244e0 ELSE 0e0 END - 0.21406985572243764e0) / 0.05738972671503362e0 AS c_lifetime_order_probability,
    0.006384986199128118e0 * (v_days_since_first_order - 5.552369332233715e0) / 0.04136159383606833e0
      + 0.003638008935550169e0 * (CASE WHEN v_days_since_first_order > 5.258670773511143e0 THEN v_days_since_first_order - 5.258670773511143e0 ELSE 0e0 END - 0.36922056351184807e0) / 0.030244597825005964e0
      + 0.017614574118272622e0 * (CASE WHEN v_days_since_first_order > 5.636495872174272e0 THEN v_days_since_first_order - 5.636495872174272e0 ELSE 0e0 END - 0.13237739536778317e0) / 0.01648695742336642e0
      + -0.0008694396773160419e0 * (CASE WHEN v_days_since_first_order > 5.910085335394561e0 THEN v_days_since_first_order - 5.910085335394561e0 ELSE 0e0 END - 0.02855624410198907e0) / 0.005690259997051828e0 AS c_days_since_first_order,
    -0.01846196403967611e0 * (v_orders - 1.0110155862574808e0) / 0.04751032046552821e0
      + -0.010144172644801568e0 * (CASE WHEN v_orders > 1.0986122886681096e0 THEN v_orders - 1.0986122886681096e0 ELSE 0e0 END - 0.1497990757773685e0) / 0.033867502030082035e0 AS c_orders,
    -0.003741435313656644e0 * (v_orders_per_month - 0.2174309609329469e0) / 0.17755861346071047e0
      + -0.0037945601282184166e0 * (CASE WHEN v_orders_per_month > 0.09781522955377063e0 THEN v_orders_per_month - 0.09781522955377063e0 ELSE 0e0 END - 0.124232246070513e0) / 0.17404689475100343e0
      + -0.003754869659465973e0 * (CASE WHEN v_orders_per_month > 0.16283380240071915e0 THEN v_orders_per_month - 0.16283380240071915e0 ELSE 0e0 END - 0.08397477515585305e0) / 0.15913323106993552e0
      + -0.004468418974584432e0 * (CASE WHEN v_orders_per_month > 0.2543960948183142e0 THEN v_orders_per_month - 0.2543960948183142e0 ELSE 0e0 END - 0.05041975664552165e0) / 0.13370748282639086e0 AS c_orders_per_month,
    0.000664943166450384e0 * (v_orders_30 - 0.0655473367970621e0) / 0.22629174802160293e0 AS c_orders_30,
    -0.01169258754596339e0 * (v_orders_90 - 0.16819712609966608e0) / 0.3874682244152621e0 AS c_orders_90,
    -0.004874214891192337e0 * (v_orders_180 - 0.43656879940249094e0) / 0.5650566101941684e0
      + -0.008759460485229643e0 * (CASE WHEN v_orders_180 > 0.6931471805599453e0 THEN v_orders_180 - 0.6931471805599453e0 ELSE 0e0 END - 0.12896084400760868e0) / 0.31820608447348603e0 AS c_orders_180,
    0.002278720884323498e0 * (v_orders_365 - 0.7287434411622006e0) / 0.4772178157592643e0
      + 0.00269487708809017e0 * (CASE WHEN v_orders_365 > 0.6931471805599453e0 THEN v_orders_365 - 0.6931471805599453e0 ELSE 0e0 END - 0.14095051492358926e0) / 0.368932087851887e0
      + 0.0035307086778740187e0 * (CASE WHEN v_orders_365 > 1.0986122886681096e0 THEN v_orders_365 - 1.0986122886681096e0 ELSE 0e0 END - 0.07205413147118256e0) / 0.2538113142944323e0
      + 0.006264733602888862e0 * (CASE WHEN f_orders_365 IS NULL THEN 1e0 ELSE 0e0 END - 0.5e0) / 0.05e0 AS c_orders_365,
    0.0026862636094650305e0 * (v_orders_trend_30 - 0.0024490782870078597e0) / 0.34006675037525674e0
      + -0.006559471498563867e0 * (CASE WHEN v_orders_trend_30 > 0.0e0 THEN v_orders_trend_30 - 0.0e0 ELSE 0e0 END - 0.060179987598315964e0) / 0.23545264154158377e0
      + -0.0037926896716876145e0 * (CASE WHEN f_orders_trend_30 IS NULL THEN 1e0 ELSE 0e0 END - 0.8608400509121765e0) / 0.03461133595481241e0 AS c_orders_trend_30,
    0.0027649476559388118e0 * (v_orders_trend_90 - -0.7589108969861316e0) / 0.5602232980129217e0
      + -0.008672576716259199e0 * (CASE WHEN v_orders_trend_90 > 0.0e0 THEN v_orders_trend_90 - 0.0e0 ELSE 0e0 END - 0.07259745922770978e0) / 0.2472933796415061e0
      + -0.0009613406537500206e0 * (CASE WHEN f_orders_trend_90 IS NULL THEN 1e0 ELSE 0e0 END - 0.5562155282138311e0) / 0.04968297639913037e0 AS c_orders_trend_90,
    -0.0017773337323092268e0 * (v_usual_orders_per_month - -1.4280709857669946e0) / 0.6274133069829715e0
      + -0.0019864147853147066e0 * (CASE WHEN v_usual_orders_per_month > -1.9352864016842564e0 THEN v_usual_orders_per_month - -1.9352864016842564e0 ELSE 0e0 END - 0.5606128408365126e0) / 0.5670851294451806e0
      + -0.002092463431161582e0 * (CASE WHEN v_usual_orders_per_month > -1.4878118854985491e0 THEN v_usual_orders_per_month - -1.4878118854985491e0 ELSE 0e0 END - 0.2803305598857472e0) / 0.43602099819232815e0
      + -0.0041424232838672016e0 * (CASE WHEN v_usual_orders_per_month > -1.0773839880482559e0 THEN v_usual_orders_per_month - -1.0773839880482559e0 ELSE 0e0 END - 0.12594014357768002e0) / 0.30498183317067956e0 AS c_usual_orders_per_month,
    0.0026411591698512144e0 * (v_active_orders_per_month - 0.42122601792907366e0) / 0.6645890178275258e0
      + -0.00043324438830438214e0 * (CASE WHEN v_active_orders_per_month > 0.019590232979586633e0 THEN v_active_orders_per_month - 0.019590232979586633e0 ELSE 0e0 END - 0.5627025072074342e0) / 0.37327273304290776e0
      + -0.012625190321632408e0 * (CASE WHEN v_active_orders_per_month > 0.8247235383486646e0 THEN v_active_orders_per_month - 0.8247235383486646e0 ELSE 0e0 END - 0.011714541857582148e0) / 0.07306324158545698e0 AS c_active_orders_per_month,
    0.005744455680150985e0 * (v_orders_30_to_usual - -0.3294902431904375e0) / 0.3087441707499219e0
      + -0.0001574294526873695e0 * (CASE WHEN v_orders_30_to_usual > -0.4700036292457356e0 THEN v_orders_30_to_usual - -0.4700036292457356e0 ELSE 0e0 END - 0.1872517672510551e0) / 0.2474251600022491e0
      + -0.0017806164690987066e0 * (CASE WHEN v_orders_30_to_usual > -0.32306557634109767e0 THEN v_orders_30_to_usual - -0.32306557634109767e0 ELSE 0e0 END - 0.09485898648390055e0) / 0.21614499357388275e0
      + -0.003991072756146316e0 * (CASE WHEN v_orders_30_to_usual > -0.2231435513142097e0 THEN v_orders_30_to_usual - -0.2231435513142097e0 ELSE 0e0 END - 0.05724069295327401e0) / 0.19400364496027847e0 AS c_orders_30_to_usual,
    -0.00862331639704768e0 * (v_orders_90_to_usual - -0.6766778281954701e0) / 0.40761849072287665e0
      + -0.009493774071670597e0 * (CASE WHEN v_orders_90_to_usual > -0.9352740227869325e0 THEN v_orders_90_to_usual - -0.9352740227869325e0 ELSE 0e0 END - 0.3123217781811064e0) / 0.33575077761287075e0
      + -0.01267881299750644e0 * (CASE WHEN v_orders_90_to_usual > -0.6931471805599453e0 THEN v_orders_90_to_usual - -0.6931471805599453e0 ELSE 0e0 END - 0.1579598126087132e0) / 0.27163591558878397e0
      + -0.016470131539055105e0 * (CASE WHEN v_orders_90_to_usual > -0.4955069900852884e0 THEN v_orders_90_to_usual - -0.4955069900852884e0 ELSE 0e0 END - 0.08220136594252804e0) / 0.2146884597527362e0 AS c_orders_90_to_usual,
    -0.0040781238038665795e0 * (v_orders_180_to_usual - -0.6882066931190589e0) / 0.49829191698884895e0
      + 0.0005736723108681795e0 * (CASE WHEN v_orders_180_to_usual > -1.0840134892469568e0 THEN v_orders_180_to_usual - -1.0840134892469568e0 ELSE 0e0 END - 0.44783356747884706e0) / 0.4255153115189273e0
      + -0.0002558611928210658e0 * (CASE WHEN v_orders_180_to_usual > -0.8083667695421304e0 THEN v_orders_180_to_usual - -0.8083667695421304e0 ELSE 0e0 END - 0.2723532840696693e0) / 0.33471598564606736e0
      + -0.013702517367343717e0 * (CASE WHEN v_orders_180_to_usual > -0.1917619505730416e0 THEN v_orders_180_to_usual - -0.1917619505730416e0 ELSE 0e0 END - 0.03119719443994775e0) / 0.08270531104827843e0 AS c_orders_180_to_usual,
    -0.0051642884254864685e0 * (v_orders_365_to_usual - -0.40755649669358845e0) / 0.4056571790694339e0
      + -0.004170119558776521e0 * (CASE WHEN v_orders_365_to_usual > -1.2226163098489593e0 THEN v_orders_365_to_usual - -1.2226163098489593e0 ELSE 0e0 END - 0.8297674918086911e0) / 0.3673438538341557e0
      + -0.010435586909762798e0 * (CASE WHEN v_orders_365_to_usual > -0.24606719121614673e0 THEN v_orders_365_to_usual - -0.24606719121614673e0 ELSE 0e0 END - 0.02201004508240428e0) / 0.05846905072212508e0
      + -0.014505520755404667e0 * (CASE WHEN v_orders_365_to_usual > -0.1501042850370635e0 THEN v_orders_365_to_usual - -0.1501042850370635e0 ELSE 0e0 END - 0.008963075639840709e0) / 0.030186532697409212e0 AS c_orders_365_to_usual,
    -0.0076371473254050965e0 * (v_gross_spend - 3.752377955036095e0) / 1.027213498777673e0
      + -0.0023290571758595806e0 * (CASE WHEN v_gross_spend > 2.8735646395797834e0 THEN v_gross_spend - 2.8735646395797834e0 ELSE 0e0 END - 0.9542016688252385e0) / 0.926881553781302e0
      + -0.003378213874157449e0 * (CASE WHEN v_gross_spend > 3.6457109587125576e0 THEN v_gross_spend - 3.6457109587125576e0 ELSE 0e0 END - 0.4614998455634204e0) / 0.6999071386740948e0
      + -0.009148344469121734e0 * (CASE WHEN v_gross_spend > 4.395775262906438e0 THEN v_gross_spend - 4.395775262906438e0 ELSE 0e0 END - 0.18797655349574524e0) / 0.45080822210697263e0 AS c_gross_spend,
    -0.010354502545900791e0 * (v_average_order_value - 3.2801913421849043e0) / 0.6605149085256105e0
      + -0.007097827566495564e0 * (CASE WHEN v_average_order_value > 2.7700855920216627e0 THEN v_average_order_value - 2.7700855920216627e0 ELSE 0e0 END - 0.5704499604051548e0) / 0.5685474485666397e0
      + 0.0028941844717454432e0 * (CASE WHEN v_average_order_value > 3.2480462021679806e0 THEN v_average_order_value - 3.2480462021679806e0 ELSE 0e0 END - 0.2749352229153006e0) / 0.4217396985104061e0
      + 0.010560232599266204e0 * (CASE WHEN v_average_order_value > 3.688806487755203e0 THEN v_average_order_value - 3.688806487755203e0 ELSE 0e0 END - 0.11188350456804552e0) / 0.28054866853902055e0 AS c_average_order_value,
    0.008975915673490997e0 * (v_monetary_value - 3.365849695402179e0) / 0.40796286163511886e0
      + 0.00974539299001299e0 * (CASE WHEN v_monetary_value > 2.8435627597428974e0 THEN v_monetary_value - 2.8435627597428974e0 ELSE 0e0 END - 0.5464955104848913e0) / 0.36054643002216796e0
      + 0.0087888337273687e0 * (CASE WHEN v_monetary_value > 3.363264301293914e0 THEN v_monetary_value - 3.363264301293914e0 ELSE 0e0 END - 0.10544841497288439e0) / 0.28858377757327064e0
      + 0.018738426935903964e0 * (CASE WHEN v_monetary_value > 3.749033376933683e0 THEN v_monetary_value - 3.749033376933683e0 ELSE 0e0 END - 0.047062297543783646e0) / 0.1891506332308344e0
      + 0.02671256487253559e0 * (CASE WHEN f_monetary_value IS NULL THEN 1e0 ELSE 0e0 END - 0.5854900296987696e0) / 0.04926372446558475e0 AS c_monetary_value,
    -0.01708701904628468e0 * (v_last_order_value - 3.235920635226458e0) / 0.7029779807152476e0
      + -0.004040277153508843e0 * (CASE WHEN v_last_order_value > 2.7324175575505043e0 THEN v_last_order_value - 2.7324175575505043e0 ELSE 0e0 END - 0.5707213999451234e0) / 0.6078303709470041e0
      + 0.005242625979021304e0 * (CASE WHEN v_last_order_value > 3.2003044392827653e0 THEN v_last_order_value - 3.2003044392827653e0 ELSE 0e0 END - 0.29804745294791885e0) / 0.45474595733737777e0
      + 0.0049534031487430946e0 * (CASE WHEN v_last_order_value > 3.688629422858727e0 THEN v_last_order_value - 3.688629422858727e0 ELSE 0e0 END - 0.11870915984754461e0) / 0.29710377041097713e0 AS c_last_order_value,
    -0.021636305218720054e0 * (v_last_to_average_order_value - 0.6810385776989594e0) / 0.1317888946890961e0
      + -0.030817088395980713e0 * (CASE WHEN v_last_to_average_order_value > 0.6931471805599453e0 THEN v_last_to_average_order_value - 0.6931471805599453e0 ELSE 0e0 END - 0.027249789439517714e0) / 0.07622481351402935e0
      + 0.01582657624915744e0 * (CASE WHEN f_last_to_average_order_value IS NULL THEN 1e0 ELSE 0e0 END - 0.0033941450997030122e0) / 0.005816033767736934e0 AS c_last_to_average_order_value,
    -0.008671822871475011e0 * (v_highest_order_value - 3.4279833834498517e0) / 0.7535431942653122e0
      + -0.006046785991976503e0 * (CASE WHEN v_highest_order_value > 2.794839331174601e0 THEN v_highest_order_value - 2.794839331174601e0 ELSE 0e0 END - 0.694499289417538e0) / 0.6612113321895462e0
      + -0.005856317901476484e0 * (CASE WHEN v_highest_order_value > 3.4008639927609177e0 THEN v_highest_order_value - 3.4008639927609177e0 ELSE 0e0 END - 0.3115035633361073e0) / 0.47524768901108244e0
      + 0.005728849386117014e0 * (CASE WHEN v_highest_order_value > 3.9256299942389883e0 THEN v_highest_order_value - 3.9256299942389883e0 ELSE 0e0 END - 0.12075792729096108e0) / 0.3043023849152843e0 AS c_highest_order_value,
    -0.004375814216870276e0 * (v_order_value_spread - 2.27783215511425e0) / 0.643622600171332e0
      + -0.014757268709064613e0 * (CASE WHEN v_order_value_spread > 1.7029282555214391e0 THEN v_order_value_spread - 1.7029282555214391e0 ELSE 0e0 END - 0.6604105973412038e0) / 0.45966430179930207e0
      + -0.015629780359589337e0 * (CASE WHEN v_order_value_spread > 2.306536612060249e0 THEN v_order_value_spread - 2.306536612060249e0 ELSE 0e0 END - 0.14667948566245279e0) / 0.3812722974882114e0
      + -0.0040976582194966055e0 * (CASE WHEN v_order_value_spread > 2.897374999298464e0 THEN v_order_value_spread - 2.897374999298464e0 ELSE 0e0 END - 0.05554716923485283e0) / 0.22481265060345987e0 AS c_order_value_spread,
    0.005369650876246557e0 * (v_order_value_variation - 0.291775527036121e0) / 0.10556322095356777e0
      + 0.008639833766650853e0 * (CASE WHEN v_order_value_variation > 0.1562738447577854e0 THEN v_order_value_variation - 0.1562738447577854e0 ELSE 0e0 END - 0.14400566333696213e0) / 0.08843108060875272e0
      + 0.0009514553228238938e0 * (CASE WHEN v_order_value_variation > 0.29410779737275144e0 THEN v_order_value_variation - 0.29410779737275144e0 ELSE 0e0 END - 0.026679876276504554e0) / 0.06802596216369125e0
      + -0.010379273248810553e0 * (CASE WHEN v_order_value_variation > 0.404267072742635e0 THEN v_order_value_variation - 0.404267072742635e0 ELSE 0e0 END - 0.009651335367647656e0) / 0.038022460709918e0 AS c_order_value_variation,
    0.006996152685596497e0 * (v_spend_30 - 0.292700968720679e0) / 0.996445243492832e0 AS c_spend_30,
    0.0024220375779401503e0 * (v_spend_90 - 0.6868944548172407e0) / 1.503754836182433e0 AS c_spend_90,
    -0.005727003094257171e0 * (v_spend_180 - 1.675284446105713e0) / 1.9843711046051775e0
      + -0.013444534536010999e0 * (CASE WHEN v_spend_180 > 3.5062328360538935e0 THEN v_spend_180 - 3.5062328360538935e0 ELSE 0e0 END - 0.23667222036581056e0) / 0.539142350878664e0 AS c_spend_180,
    0.0002672042044131251e0 * (v_spend_365 - 2.9622564553435256e0) / 1.4435140096745334e0
      + -0.005196625147383372e0 * (CASE WHEN v_spend_365 > 3.1990804484634454e0 THEN v_spend_365 - 3.1990804484634454e0 ELSE 0e0 END - 0.29967429964274284e0) / 0.674401098692714e0
      + -0.00922003683113181e0 * (CASE WHEN v_spend_365 > 4.261164553715587e0 THEN v_spend_365 - 4.261164553715587e0 ELSE 0e0 END - 0.10322615934802187e0) / 0.360467399872972e0 AS c_spend_365,
    0.0018411665736735472e0 * (v_spend_trend_30 - 0.016244089594690397e0) / 0.3435905543308945e0
      + -0.006068664956105194e0 * (CASE WHEN v_spend_trend_30 > 0.0170132982556299e0 THEN v_spend_trend_30 - 0.0170132982556299e0 ELSE 0e0 END - 0.06067677864776122e0) / 0.2327220229036984e0 AS c_spend_trend_30,
    0.00530512156096427e0 * (v_spend_trend_90 - -0.7580590444570999e0) / 0.5698037602504762e0
      + -0.008545079642552671e0 * (CASE WHEN v_spend_trend_90 > 0.06724011329067446e0 THEN v_spend_trend_90 - 0.06724011329067446e0 ELSE 0e0 END - 0.07311053402658638e0) / 0.23571333504315983e0
      + -0.0003187248423327111e0 * (CASE WHEN f_spend_trend_90 IS NULL THEN 1e0 ELSE 0e0 END - 0.5569579974543912e0) / 0.049674519275576846e0 AS c_spend_trend_90,
    -0.004417606535010273e0 * (v_own_gap - 3.8211924793159304e0) / 0.6914216365455085e0
      + -0.015205828508231267e0 * (CASE WHEN v_own_gap > 3.044522437723423e0 THEN v_own_gap - 3.044522437723423e0 ELSE 0e0 END - 0.845940506804184e0) / 0.5322551812777219e0
      + -0.014424615615279699e0 * (CASE WHEN v_own_gap > 3.839452312593311e0 THEN v_own_gap - 3.839452312593311e0 ELSE 0e0 END - 0.17036661618560892e0) / 0.4158874979250366e0
      + -0.006024924656054315e0 * (CASE WHEN v_own_gap > 4.61015772749913e0 THEN v_own_gap - 4.61015772749913e0 ELSE 0e0 END - 0.053244941688949096e0) / 0.1930764571892391e0 AS c_own_gap,
    -0.001484211424504422e0 * (v_average_days_between_orders - 3.959764980843856e0) / 0.6514335855197049e0
      + -0.004288603136764761e0 * (CASE WHEN v_average_days_between_orders > 3.3262343431887e0 THEN v_average_days_between_orders - 3.3262343431887e0 ELSE 0e0 END - 0.71213872864958e0) / 0.46475407264409285e0
      + -0.011305355124776761e0 * (CASE WHEN v_average_days_between_orders > 3.9889840465642745e0 THEN v_average_days_between_orders - 3.9889840465642745e0 ELSE 0e0 END - 0.14935420077627223e0) / 0.3706965428152184e0
      + -0.00907281653137983e0 * (CASE WHEN v_average_days_between_orders > 4.6389626486662e0 THEN v_average_days_between_orders - 4.6389626486662e0 ELSE 0e0 END - 0.0505615149313058e0) / 0.18589232419231214e0 AS c_average_days_between_orders,
    0.011581249154241939e0 * (v_gap_spread - 3.4244483636507628e0) / 0.48564844967122245e0
      + 0.020554869995920474e0 * (CASE WHEN v_gap_spread > 2.6610920723290943e0 THEN v_gap_spread - 2.6610920723290943e0 ELSE 0e0 END - 0.8066526366435129e0) / 0.33606825796395084e0
      + 0.01675882353318038e0 * (CASE WHEN v_gap_spread > 3.4629840465281743e0 THEN v_gap_spread - 3.4629840465281743e0 ELSE 0e0 END - 0.07233605568130486e0) / 0.24405324109515117e0
      + 0.0055503550413388255e0 * (CASE WHEN v_gap_spread > 4.042737587865348e0 THEN v_gap_spread - 4.042737587865348e0 ELSE 0e0 END - 0.021998463044056026e0) / 0.11366843319451937e0
      + 0.007355160669540043e0 * (CASE WHEN f_gap_spread IS NULL THEN 1e0 ELSE 0e0 END - 0.7689859991514637e0) / 0.04214813545822325e0 AS c_gap_spread,
    -0.0031042552424784555e0 * (v_gap_variation - 0.5169728170252402e0) / 0.10237884443791091e0
      + -0.0011762880237019457e0 * (CASE WHEN v_gap_variation > 0.3769054732321298e0 THEN v_gap_variation - 0.3769054732321298e0 ELSE 0e0 END - 0.14946623529965267e0) / 0.07466215253059566e0
      + 0.006216720845785949e0 * (CASE WHEN v_gap_variation > 0.5217269216445366e0 THEN v_gap_variation - 0.5217269216445366e0 ELSE 0e0 END - 0.016868977727365706e0) / 0.06116321131525812e0
      + 0.0010145677138778664e0 * (CASE WHEN v_gap_variation > 0.6378750692190251e0 THEN v_gap_variation - 0.6378750692190251e0 ELSE 0e0 END - 0.006745718701111581e0) / 0.03698904947052391e0 AS c_gap_variation,
    0.008152282207145785e0 * (v_last_gap - 3.878770741564288e0) / 0.7883996410137611e0
      + 0.008124185620753434e0 * (CASE WHEN v_last_gap > 2.9444389791664403e0 THEN v_last_gap - 2.9444389791664403e0 ELSE 0e0 END - 1.0188337999861656e0) / 0.587749145641287e0
      + 0.015086991295738213e0 * (CASE WHEN v_last_gap > 3.9318256327243257e0 THEN v_last_gap - 3.9318256327243257e0 ELSE 0e0 END - 0.17956278780371085e0) / 0.4298396898431816e0
      + 0.013818985166419011e0 * (CASE WHEN v_last_gap > 4.804021044733257e0 THEN v_last_gap - 4.804021044733257e0 ELSE 0e0 END - 0.04703799161567658e0) / 0.17238249760171862e0 AS c_last_gap,
    -0.001456245017623794e0 * (v_longest_gap - 4.387502110823903e0) / 0.6799000640210014e0
      + 0.0009437482425048556e0 * (CASE WHEN v_longest_gap > 3.713572066704308e0 THEN v_longest_gap - 3.713572066704308e0 ELSE 0e0 END - 0.7673613488493206e0) / 0.4304505579114569e0
      + 0.009450792773593784e0 * (CASE WHEN v_longest_gap > 4.465908118654584e0 THEN v_longest_gap - 4.465908118654584e0 ELSE 0e0 END - 0.1293809895268357e0) / 0.30429922050875824e0
      + -0.008084009841415326e0 * (CASE WHEN v_longest_gap > 5.043425116919247e0 THEN v_longest_gap - 5.043425116919247e0 ELSE 0e0 END - 0.03644507784496126e0) / 0.13492074073279e0 AS c_longest_gap,
    9.342106841955595e-05 * (v_last_gap_to_own_gap - 0.7206552375247188e0) / 0.25702269213027124e0
      + -0.002584146533768323e0 * (CASE WHEN v_last_gap_to_own_gap > 0.6931471805599453e0 THEN v_last_gap_to_own_gap - 0.6931471805599453e0 ELSE 0e0 END - 0.05482085394829441e0) / 0.22791682316446954e0
      + -0.002019333735262186e0 * (CASE WHEN v_last_gap_to_own_gap > 0.7766833808674183e0 THEN v_last_gap_to_own_gap - 0.7766833808674183e0 ELSE 0e0 END - 0.04554706888126884e0) / 0.2109746126874688e0 AS c_last_gap_to_own_gap,
    0.008555410172248371e0 * (v_top_weekday_share - 0.7907498859522191e0) / 0.27346221413032573e0
      + -0.00027353465231980324e0 * (CASE WHEN v_top_weekday_share > 0.5e0 THEN v_top_weekday_share - 0.5e0 ELSE 0e0 END - 0.31475539763352567e0) / 0.23583370881747162e0 AS c_top_weekday_share,
    -0.03912825428739522e0 * (v_weekend_share - 0.2792759088363218e0) / 0.39238634262339317e0
      + -0.027501852209724946e0 * (CASE WHEN v_weekend_share > 0.5e0 THEN v_weekend_share - 0.5e0 ELSE 0e0 END - 0.09978659812670172e0) / 0.1956706762539781e0 AS c_weekend_share,
    0.00031452902830594713e0 * (v_lines_per_order - 0.6998932545495052e0) / 0.0487249016926207e0 AS c_lines_per_order
  FROM prepared
),
-- What each family of features adds.
families AS (
  SELECT
    contributions.*,
    c_days_since_last_order + c_orders_overdue + c_active_orders_overdue + c_active_share + c_current_gap_to_own_gap + c_current_gap_to_mean_gap + c_current_gap_to_longest_gap + c_lifetime_order_probability AS family_silence,
    c_days_since_first_order AS family_tenure,
    c_orders + c_orders_per_month + c_orders_30 + c_orders_90 + c_orders_180 + c_orders_365 + c_orders_trend_30 + c_orders_trend_90 + c_usual_orders_per_month + c_active_orders_per_month + c_orders_30_to_usual + c_orders_90_to_usual + c_orders_180_to_usual + c_orders_365_to_usual AS family_orders,
    c_gross_spend + c_average_order_value + c_monetary_value + c_last_order_value + c_last_to_average_order_value + c_highest_order_value + c_order_value_spread + c_order_value_variation + c_spend_30 + c_spend_90 + c_spend_180 + c_spend_365 + c_spend_trend_30 + c_spend_trend_90 AS family_spend,
    c_own_gap + c_average_days_between_orders + c_gap_spread + c_gap_variation + c_last_gap + c_longest_gap + c_last_gap_to_own_gap + c_top_weekday_share + c_weekend_share AS family_rhythm,
    c_lines_per_order AS family_basket
  FROM contributions
),
logits AS (
  SELECT
    families.*,
    2.0973355915607153e0 + family_silence + family_tenure + family_orders + family_spend + family_rhythm + family_basket AS logit,
    1 + CASE WHEN ABS(family_tenure) > ABS(family_silence) THEN 1 ELSE 0 END + CASE WHEN ABS(family_orders) > ABS(family_silence) THEN 1 ELSE 0 END + CASE WHEN ABS(family_spend) > ABS(family_silence) THEN 1 ELSE 0 END + CASE WHEN ABS(family_rhythm) > ABS(family_silence) THEN 1 ELSE 0 END + CASE WHEN ABS(family_basket) > ABS(family_silence) THEN 1 ELSE 0 END AS place_silence,
    1 + CASE WHEN ABS(family_silence) >= ABS(family_tenure) THEN 1 ELSE 0 END + CASE WHEN ABS(family_orders) > ABS(family_tenure) THEN 1 ELSE 0 END + CASE WHEN ABS(family_spend) > ABS(family_tenure) THEN 1 ELSE 0 END + CASE WHEN ABS(family_rhythm) > ABS(family_tenure) THEN 1 ELSE 0 END + CASE WHEN ABS(family_basket) > ABS(family_tenure) THEN 1 ELSE 0 END AS place_tenure,
    1 + CASE WHEN ABS(family_silence) >= ABS(family_orders) THEN 1 ELSE 0 END + CASE WHEN ABS(family_tenure) >= ABS(family_orders) THEN 1 ELSE 0 END + CASE WHEN ABS(family_spend) > ABS(family_orders) THEN 1 ELSE 0 END + CASE WHEN ABS(family_rhythm) > ABS(family_orders) THEN 1 ELSE 0 END + CASE WHEN ABS(family_basket) > ABS(family_orders) THEN 1 ELSE 0 END AS place_orders,
    1 + CASE WHEN ABS(family_silence) >= ABS(family_spend) THEN 1 ELSE 0 END + CASE WHEN ABS(family_tenure) >= ABS(family_spend) THEN 1 ELSE 0 END + CASE WHEN ABS(family_orders) >= ABS(family_spend) THEN 1 ELSE 0 END + CASE WHEN ABS(family_rhythm) > ABS(family_spend) THEN 1 ELSE 0 END + CASE WHEN ABS(family_basket) > ABS(family_spend) THEN 1 ELSE 0 END AS place_spend,
    1 + CASE WHEN ABS(family_silence) >= ABS(family_rhythm) THEN 1 ELSE 0 END + CASE WHEN ABS(family_tenure) >= ABS(family_rhythm) THEN 1 ELSE 0 END + CASE WHEN ABS(family_orders) >= ABS(family_rhythm) THEN 1 ELSE 0 END + CASE WHEN ABS(family_spend) >= ABS(family_rhythm) THEN 1 ELSE 0 END + CASE WHEN ABS(family_basket) > ABS(family_rhythm) THEN 1 ELSE 0 END AS place_rhythm,
    1 + CASE WHEN ABS(family_silence) >= ABS(family_basket) THEN 1 ELSE 0 END + CASE WHEN ABS(family_tenure) >= ABS(family_basket) THEN 1 ELSE 0 END + CASE WHEN ABS(family_orders) >= ABS(family_basket) THEN 1 ELSE 0 END + CASE WHEN ABS(family_spend) >= ABS(family_basket) THEN 1 ELSE 0 END + CASE WHEN ABS(family_rhythm) >= ABS(family_basket) THEN 1 ELSE 0 END AS place_basket
  FROM families
),
-- The probability of no order within the horizon, and why.
probabilities AS (
  SELECT
    logits.*,
    1e0 / (1e0 + EXP(CASE WHEN -logit > 7e2 THEN 7e2 WHEN -logit < -7e2 THEN -7e2 ELSE -logit END)) AS churn_probability,
    CASE WHEN place_silence = 1 AND family_silence <> 0e0 THEN 'silence' WHEN place_tenure = 1 AND family_tenure <> 0e0 THEN 'tenure' WHEN place_orders = 1 AND family_orders <> 0e0 THEN 'orders' WHEN place_spend = 1 AND family_spend <> 0e0 THEN 'spend' WHEN place_rhythm = 1 AND family_rhythm <> 0e0 THEN 'rhythm' WHEN place_basket = 1 AND family_basket <> 0e0 THEN 'basket' END AS reason_1_family,
    CASE WHEN place_silence = 1 AND family_silence <> 0e0 THEN 'days_since_last_order' WHEN place_tenure = 1 AND family_tenure <> 0e0 THEN 'days_since_first_order' WHEN place_orders = 1 AND family_orders <> 0e0 THEN 'orders' WHEN place_spend = 1 AND family_spend <> 0e0 THEN 'average_order_value' WHEN place_rhythm = 1 AND family_rhythm <> 0e0 THEN 'own_gap' WHEN place_basket = 1 AND family_basket <> 0e0 THEN 'lines_per_order' END AS reason_1_feature,
    CASE WHEN place_silence = 1 AND family_silence <> 0e0 THEN f_days_since_last_order WHEN place_tenure = 1 AND family_tenure <> 0e0 THEN f_days_since_first_order WHEN place_orders = 1 AND family_orders <> 0e0 THEN f_orders WHEN place_spend = 1 AND family_spend <> 0e0 THEN f_average_order_value WHEN place_rhythm = 1 AND family_rhythm <> 0e0 THEN f_own_gap WHEN place_basket = 1 AND family_basket <> 0e0 THEN f_lines_per_order END AS reason_1_value,
    CASE WHEN place_silence = 1 AND family_silence <> 0e0 THEN family_silence WHEN place_tenure = 1 AND family_tenure <> 0e0 THEN family_tenure WHEN place_orders = 1 AND family_orders <> 0e0 THEN family_orders WHEN place_spend = 1 AND family_spend <> 0e0 THEN family_spend WHEN place_rhythm = 1 AND family_rhythm <> 0e0 THEN family_rhythm WHEN place_basket = 1 AND family_basket <> 0e0 THEN family_basket END AS reason_1_contribution,
    CASE WHEN place_silence = 2 AND family_silence <> 0e0 THEN 'silence' WHEN place_tenure = 2 AND family_tenure <> 0e0 THEN 'tenure' WHEN place_orders = 2 AND family_orders <> 0e0 THEN 'orders' WHEN place_spend = 2 AND family_spend <> 0e0 THEN 'spend' WHEN place_rhythm = 2 AND family_rhythm <> 0e0 THEN 'rhythm' WHEN place_basket = 2 AND family_basket <> 0e0 THEN 'basket' END AS reason_2_family,
    CASE WHEN place_silence = 2 AND family_silence <> 0e0 THEN 'days_since_last_order' WHEN place_tenure = 2 AND family_tenure <> 0e0 THEN 'days_since_first_order' WHEN place_orders = 2 AND family_orders <> 0e0 THEN 'orders' WHEN place_spend = 2 AND family_spend <> 0e0 THEN 'average_order_value' WHEN place_rhythm = 2 AND family_rhythm <> 0e0 THEN 'own_gap' WHEN place_basket = 2 AND family_basket <> 0e0 THEN 'lines_per_order' END AS reason_2_feature,
    CASE WHEN place_silence = 2 AND family_silence <> 0e0 THEN f_days_since_last_order WHEN place_tenure = 2 AND family_tenure <> 0e0 THEN f_days_since_first_order WHEN place_orders = 2 AND family_orders <> 0e0 THEN f_orders WHEN place_spend = 2 AND family_spend <> 0e0 THEN f_average_order_value WHEN place_rhythm = 2 AND family_rhythm <> 0e0 THEN f_own_gap WHEN place_basket = 2 AND family_basket <> 0e0 THEN f_lines_per_order END AS reason_2_value,
    CASE WHEN place_silence = 2 AND family_silence <> 0e0 THEN family_silence WHEN place_tenure = 2 AND family_tenure <> 0e0 THEN family_tenure WHEN place_orders = 2 AND family_orders <> 0e0 THEN family_orders WHEN place_spend = 2 AND family_spend <> 0e0 THEN family_spend WHEN place_rhythm = 2 AND family_rhythm <> 0e0 THEN family_rhythm WHEN place_basket = 2 AND family_basket <> 0e0 THEN family_basket END AS reason_2_contribution,
    CASE WHEN place_silence = 3 AND family_silence <> 0e0 THEN 'silence' WHEN place_tenure = 3 AND family_tenure <> 0e0 THEN 'tenure' WHEN place_orders = 3 AND family_orders <> 0e0 THEN 'orders' WHEN place_spend = 3 AND family_spend <> 0e0 THEN 'spend' WHEN place_rhythm = 3 AND family_rhythm <> 0e0 THEN 'rhythm' WHEN place_basket = 3 AND family_basket <> 0e0 THEN 'basket' END AS reason_3_family,
    CASE WHEN place_silence = 3 AND family_silence <> 0e0 THEN 'days_since_last_order' WHEN place_tenure = 3 AND family_tenure <> 0e0 THEN 'days_since_first_order' WHEN place_orders = 3 AND family_orders <> 0e0 THEN 'orders' WHEN place_spend = 3 AND family_spend <> 0e0 THEN 'average_order_value' WHEN place_rhythm = 3 AND family_rhythm <> 0e0 THEN 'own_gap' WHEN place_basket = 3 AND family_basket <> 0e0 THEN 'lines_per_order' END AS reason_3_feature,
    CASE WHEN place_silence = 3 AND family_silence <> 0e0 THEN f_days_since_last_order WHEN place_tenure = 3 AND family_tenure <> 0e0 THEN f_days_since_first_order WHEN place_orders = 3 AND family_orders <> 0e0 THEN f_orders WHEN place_spend = 3 AND family_spend <> 0e0 THEN f_average_order_value WHEN place_rhythm = 3 AND family_rhythm <> 0e0 THEN f_own_gap WHEN place_basket = 3 AND family_basket <> 0e0 THEN f_lines_per_order END AS reason_3_value,
    CASE WHEN place_silence = 3 AND family_silence <> 0e0 THEN family_silence WHEN place_tenure = 3 AND family_tenure <> 0e0 THEN family_tenure WHEN place_orders = 3 AND family_orders <> 0e0 THEN family_orders WHEN place_spend = 3 AND family_spend <> 0e0 THEN family_spend WHEN place_rhythm = 3 AND family_rhythm <> 0e0 THEN family_rhythm WHEN place_basket = 3 AND family_basket <> 0e0 THEN family_basket END AS reason_3_contribution
  FROM logits
),
-- How long a silence is unusual, by degrees of freedom.
silences AS (
  SELECT * FROM (VALUES
    (4.0e0, 0.7406970841126832e0, 1.5332062740589432e0, 2.600761995049775e0),
    (5.0e0, 0.7266868438004229e0, 1.4758840488244789e0, 2.421584709395327e0),
    (6.0e0, 0.7175581964914127e0, 1.4397557472651492e0, 2.3132632998127325e0),
    (7.0e0, 0.7111417780817865e0, 1.4149239276505094e0, 2.2408792888866955e0),
    (8.0e0, 0.706386612644838e0, 1.3968153097438638e0, 2.189154809025095e0),
    (9.0e0, 0.7027221467513262e0, 1.383028738396632e0, 2.1503752782320316e0),
    (10.0e0, 0.6998120613124317e0, 1.3721836411103339e0, 2.1202335338011027e0),
    (11.0e0, 0.6974453275598809e0, 1.3634303180205392e0, 2.096138839066336e0),
    (12.0e0, 0.6954828655117923e0, 1.3562173340232069e0, 2.0764406288730117e0),
    (13.0e0, 0.6938293042354412e0, 1.350171288780054e0, 2.0600380720194016e0),
    (14.0e0, 0.6924170695700054e0, 1.3450303744546512e0, 2.0461690693525427e0),
    (15.0e0, 0.6911969489584905e0, 1.3406056078504531e0, 2.034289412240102e0),
    (16.0e0, 0.6901322538105608e0, 1.336757167327315e0, 2.0240001810686934e0),
    (17.0e0, 0.6891950751539365e0, 1.3333793897216264e0, 2.015002335515243e0),
    (18.0e0, 0.6883638064661992e0, 1.3303909435699108e0, 2.0070673214036705e0),
    (19.0e0, 0.6876214602039594e0, 1.3277282090267981e0, 2.000017473535359e0),
    (20.0e0, 0.6869544964488025e0, 1.3253407069850451e0, 1.993712608319525e0),
    (21.0e0, 0.6863519907269539e0, 1.3231878738651734e0, 1.988040640617518e0),
    (22.0e0, 0.6858050317218872e0, 1.32123674161336e0, 1.982910883474405e0),
    (23.0e0, 0.6853062780612944e0, 1.3194602398161632e0, 1.9782491769089028e0),
    (24.0e0, 0.6848496272369807e0, 1.317835933673151e0, 1.9739942888471338e0),
    (25.0e0, 0.68442996490427e0, 1.316345072673871e0, 1.9700952169260422e0),
    (26.0e0, 0.6840429726828718e0, 1.3149718642705182e0, 1.9665091387259186e0),
    (27.0e0, 0.6836849791310315e0, 1.3137029128292719e0, 1.9631998356961524e0),
    (28.0e0, 0.6833528429885044e0, 1.3125267815926662e0, 1.9601364678398006e0),
    (29.0e0, 0.6830438608216132e0, 1.3114336473015524e0, 1.957292611370185e0),
    (30.0e0, 0.6827556933212917e0, 1.3104150253913966e0, 1.9546454957884556e0),
    (31.0e0, 0.6824863060025732e0, 1.3094635494946467e0, 1.952175393792635e0),
    (32.0e0, 0.6822339211262758e0, 1.3085727931295184e0, 1.9498651294631004e0),
    (33.0e0, 0.6819969784412757e0, 1.3077371244508846e0, 1.9476996788168572e0),
    (34.0e0, 0.6817741029155809e0, 1.3069515871264281e0, 1.9456658431103522e0),
    (35.0e0, 0.6815640780465895e0, 1.3062118020160327e0, 1.9437519798921474e0),
    (36.0e0, 0.6813658236568698e0, 1.3055138855362503e0, 1.9419477802390543e0),
    (37.0e0, 0.6811783773198533e0, 1.3048543814976272e0, 1.9402440831826322e0),
    (38.0e0, 0.681000878741716e0, 1.3042302038905031e0, 1.9386327202797806e0),
    (39.0e0, 0.6808325565646086e0, 1.3036385886212747e0, 1.9371063847664487e0),
    (40.0e0, 0.680672717164447e0, 1.3030770526071933e0, 1.9356585208755757e0),
    (41.0e0, 0.6805207351001984e0, 1.3025433589533835e0, 1.9342832297852934e0),
    (42.0e0, 0.6803760449373876e0, 1.302035487182516e0, 1.9329751893539053e0),
    (43.0e0, 0.6802381342206637e0, 1.3015516076821707e0, 1.9317295853404082e0),
    (44.0e0, 0.68010653741124e0, 1.3010900596887975e0, 1.9305420522380599e0),
    (45.0e0, 0.6799808306381938e0, 1.3006493322502382e0, 1.9294086221893834e0),
    (46.0e0, 0.6798606271389207e0, 1.3002280477069421e0, 1.9283256807236422e0),
    (47.0e0, 0.6797455732854569e0, 1.2998249473116643e0, 1.927289928277065e0),
    (48.0e0, 0.6796353451107001e0, 1.2994388786713909e0, 1.9262983466332735e0),
    (49.0e0, 0.6795296452626484e0, 1.2990687847477487e0, 1.9253481695653807e0),
    (50.0e0, 0.679428200326346e0, 1.2987136941948114e0, 1.9244368570786197e0),
    (51.0e0, 0.6793307584628449e0, 1.298372712848371e0, 1.9235620727486946e0),
    (52.0e0, 0.6792370873221925e0, 1.298045016209746e0, 1.9227216637303743e0),
    (53.0e0, 0.6791469721940524e0, 1.2977298427910688e0, 1.9219136430763615e0),
    (54.0e0, 0.6790602143649815e0, 1.2974264882090656e0, 1.9211361740607995e0),
    (55.0e0, 0.678976629655933e0, 1.2971342999309372e0, 1.9203875562473507e0),
    (56.0e0, 0.6788960471173205e0, 1.296852672589803e0, 1.9196662130792705e0),
    (57.0e0, 0.6788183078621988e0, 1.2965810437990106e0, 1.9189706808012228e0),
    (58.0e0, 0.6787432640207515e0, 1.2963188904044207e0, 1.9182995985488471e0),
    (59.0e0, 0.6786707778017176e0, 1.2960657251220478e0, 1.9176516994650714e0),
    (60.0e0, 0.6786007206481335e0, 1.2958210935157295e0, 1.9170258027211675e0),
    (61.0e0, 0.6785329724765343e0, 1.2955845712752156e0, 1.9164208063368173e0),
    (62.0e0, 0.6784674209901478e0, 1.295355761760573e0, 1.915835680707425e0),
    (63.0e0, 0.6784039610578532e0, 1.29513429378289e0, 1.9152694627586762e0),
    (64.0e0, 0.6783424941516167e0, 1.294919819595173e0, 1.9147212506586098e0),
    (65.0e0, 0.6782829278361059e0, 1.2947120130706513e0, 1.9141901990260761e0),
    (66.0e0, 0.678225175304921e0, 1.2945105680482984e0, 1.9136755145821396e0),
    (67.0e0, 0.6781691549585599e0, 1.294315196828035e0, 1.913176452197301e0),
    (68.0e0, 0.6781147900198121e0, 1.2941256287999698e0, 1.9126923112932037e0),
    (69.0e0, 0.6780620081827049e0, 1.293941609194007e0, 1.9122224325622479e0),
    (70.0e0, 0.6780107412916961e0, 1.2937628979376543e0, 1.911766194972818e0),
    (71.0e0, 0.6779609250481128e0, 1.2935892686112314e0, 1.9113230130315606e0),
    (72.0e0, 0.6779124987411098e0, 1.2934205074909744e0, 1.9108923342773072e0),
    (73.0e0, 0.6778654050009052e0, 1.2932564126714858e0, 1.9104736369840818e0),
    (74.0e0, 0.6778195895720569e0, 1.2930967932600068e0, 1.9100664280532096e0),
    (75.0e0, 0.6777750011049372e0, 1.2929414686356837e0, 1.9096702410764397e0),
    (76.0e0, 0.6777315909638438e0, 1.2927902677678673e0, 1.909284634554335e0),
    (77.0e0, 0.6776893130499608e0, 1.2926430285879347e0, 1.9089091902553772e0),
    (78.0e0, 0.6776481236381685e0, 1.2924995974099183e0, 1.9085435117031853e0),
    (79.0e0, 0.677607981226118e0, 1.292359828395436e0, 1.9081872227801457e0),
    (80.0e0, 0.677568846394841e0, 1.2922235830591389e0, 1.907839966437337e0),
    (81.0e0, 0.6775306816795783e0, 1.292090729811049e0, 1.9075014035012035e0),
    (82.0e0, 0.6774934514502383e0, 1.291961143532724e0, 1.9071712115688182e0),
    (83.0e0, 0.6774571218003587e0, 1.2918347051842405e0, 1.906849083984045e0),
    (84.0e0, 0.6774216604442193e0, 1.2917113014394765e0, 1.906534728887781e0),
    (85.0e0, 0.6773870366210704e0, 1.2915908243474017e0, 1.9062278683361238e0),
    (86.0e0, 0.6773532210061981e0, 1.2914731710171092e0, 1.9059282374809154e0),
    (87.0e0, 0.6773201856280918e0, 1.2913582433247908e0, 1.9056355838074068e0),
    (88.0e0, 0.6772879037912244e0, 1.2912459476407943e0, 1.9053496664246639e0),
    (89.0e0, 0.6772563500041809e0, 1.2911361945752793e0, 1.9050702554043426e0),
    (90.0e0, 0.6772254999124987e0, 1.291028898740886e0, 1.9047971311641234e0),
    (91.0e0, 0.6771953302359833e0, 1.2909239785312359e0, 1.9045300838922905e0),
    (92.0e0, 0.6771658187101168e0, 1.2908213559139063e0, 1.9042689130102541e0),
    (93.0e0, 0.6771369440312773e0, 1.2907209562369328e0, 1.904013426670242e0),
    (94.0e0, 0.6771086858054393e0, 1.2906227080477182e0, 1.9037634412853455e0),
    (95.0e0, 0.6770810245001571e0, 1.2905265429234312e0, 1.9035187810896466e0),
    (96.0e0, 0.6770539413995411e0, 1.2904323953121324e0, 1.9032792777261485e0),
    (97.0e0, 0.6770274185620085e0, 1.2903402023837565e0, 1.903044769860477e0),
    (98.0e0, 0.6770014387806857e0, 1.2902499038902855e0, 1.9028151028184963e0),
    (99.0e0, 0.6769759855461491e0, 1.2901614420344822e0, 1.9025901282461497e0),
    (100.0e0, 0.6769510430114741e0, 1.2900747613465153e0, 1.9023697037899512e0),
    (101.0e0, 0.6769265959592811e0, 1.289989808567965e0, 1.902153692796608e0),
    (102.0e0, 0.6769026297708614e0, 1.289906532542746e0, 1.901941964030555e0),
    (103.0e0, 0.6768791303969464e0, 1.2898248841143416e0, 1.9017343914081528e0),
    (104.0e0, 0.676856084330287e0, 1.2897448160290839e0, 1.9015308537472464e0),
    (105.0e0, 0.6768334785797625e0, 1.2896662828449694e0, 1.9013312345314068e0),
    (106.0e0, 0.6768113006459568e0, 1.2895892408456289e0, 1.9011354216874095e0),
    (107.0e0, 0.6767895384981288e0, 1.2895136479592257e0, 1.9009433073755357e0),
    (108.0e0, 0.6767681805524213e0, 1.2894394636817947e0, 1.9007547877914746e0),
    (109.0e0, 0.6767472156512978e0, 1.2893666490049465e0, 1.9005697629794076e0),
    (110.0e0, 0.6767266330441788e0, 1.2892951663474266e0, 1.9003881366552107e0),
    (111.0e0, 0.6767064223689486e0, 1.2892249794904487e0, 1.900209816039441e0),
    (112.0e0, 0.6766865736346844e0, 1.2891560535165059e0, 1.9000347116993432e0),
    (113.0e0, 0.6766670772050486e0, 1.2890883547514806e0, 1.8998627373992623e0),
    (114.0e0, 0.6766479237828401e0, 1.2890218507097313e0, 1.8996938099590466e0),
    (115.0e0, 0.6766291043950844e0, 1.2889565100421767e0, 1.8995278491199556e0),
    (116.0e0, 0.6766106103791052e0, 1.28889230248699e0, 1.8993647774174653e0),
    (117.0e0, 0.6765924333691885e0, 1.2888291988228637e0, 1.8992045200607706e0),
    (118.0e0, 0.676574565283955e0, 1.2887671708247048e0, 1.8990470048183656e0),
    (119.0e0, 0.67655699831439e0, 1.2887061912215028e0, 1.8988921619095704e0),
    (120.0e0, 0.6765397249125192e0, 1.2886462336563786e0, 1.8987399239013925e0),
    (121.0e0, 0.6765227377805e0, 1.2885872726485843e0, 1.8985902256106755e0),
    (122.0e0, 0.6765060298604233e0, 1.2885292835574076e0, 1.898443004010992e0),
    (123.0e0, 0.6764895943244686e0, 1.2884722425478432e0, 1.8982981981442475e0),
    (124.0e0, 0.6764734245656647e0, 1.2884161265579226e0, 1.8981557490364576e0),
    (125.0e0, 0.6764575141889824e0, 1.288360913267624e0, 1.89801559961773e0),
    (126.0e0, 0.6764418570029396e0, 1.2883065810692809e0, 1.8978776946459932e0),
    (127.0e0, 0.6764264470115607e0, 1.288253109039362e0, 1.8977419806344122e0),
    (128.0e0, 0.6764112784066639e0, 1.2882004769116744e0, 1.8976084057822786e0),
    (129.0e0, 0.6763963455607067e0, 1.288148665051647e0, 1.8974769199090062e0),
    (130.0e0, 0.67638164301961e0, 1.288097654432034e0, 1.8973474743913261e0),
    (131.0e0, 0.6763671654963351e0, 1.2880474266095168e0, 1.8972200221033548e0),
    (132.0e0, 0.676352907864401e0, 1.2879979637025234e0, 1.8970945173593723e0),
    (133.0e0, 0.6763388651518671e0, 1.2879492483699744e0, 1.8969709158592318e0),
    (134.0e0, 0.6763250325355868e0, 1.2879012637910536e0, 1.8968491746362197e0),
    (135.0e0, 0.6763114053356708e0, 1.2878539936458053e0, 1.8967292520072816e0),
    (136.0e0, 0.6762979790101569e0, 1.2878074220966593e0, 1.8966111075254297e0),
    (137.0e0, 0.6762847491500371e0, 1.2877615337707073e0, 1.8964947019342302e0),
    (138.0e0, 0.6762717114744083e0, 1.2877163137428074e0, 1.8963799971243873e0),
    (139.0e0, 0.6762588618257903e0, 1.28767174751941e0, 1.8962669560921124e0),
    (140.0e0, 0.6762461961657987e0, 1.2876278210230243e0, 1.8961555428992873e0),
    (141.0e0, 0.6762337105709024e0, 1.2875845205774732e0, 1.8960457226354275e0),
    (142.0e0, 0.676221401228241e0, 1.2875418328935917e0, 1.8959374613812152e0),
    (143.0e0, 0.6762092644319682e0, 1.2874997450557244e0, 1.8958307261735459e0),
    (144.0e0, 0.6761972965793189e0, 1.287458244508647e0, 1.8957254849720437e0),
    (145.0e0, 0.6761854941671823e0, 1.2874173190451006e0, 1.8956217066270724e0),
    (146.0e0, 0.6761738537886295e0, 1.287376956793803e0, 1.8955193608489609e0),
    (147.0e0, 0.6761623721295684e0, 1.2873371462079648e0, 1.895418418178489e0),
    (148.0e0, 0.676151045965795e0, 1.2872978760543279e0, 1.8953188499586824e0),
    (149.0e0, 0.6761398721597311e0, 1.2872591354024996e0, 1.8952206283076354e0),
    (150.0e0, 0.6761288476577262e0, 1.2872209136149408e0, 1.8951237260925635e0),
    (151.0e0, 0.6761179694871502e0, 1.2871832003371075e0, 1.895028116904716e0),
    (152.0e0, 0.6761072347538004e0, 1.2871459854881717e0, 1.8949337750354367e0),
    (153.0e0, 0.6760966406392442e0, 1.2871092592519797e0, 1.8948406754531146e0),
    (154.0e0, 0.6760861843984353e0, 1.2870730120685066e0, 1.8947487937810563e0),
    (155.0e0, 0.6760758633573283e0, 1.2870372346254702e0, 1.8946581062761658e0),
    (156.0e0, 0.6760656749105988e0, 1.2870019178504166e0, 1.894568589808532e0),
    (157.0e0, 0.6760556165193626e0, 1.2869670529030244e0, 1.8944802218417225e0),
    (158.0e0, 0.6760456857092095e0, 1.2869326311677032e0, 1.8943929804139157e0),
    (159.0e0, 0.676035880068111e0, 1.2868986442465526e0, 1.8943068441196853e0),
    (160.0e0, 0.6760261972443902e0, 1.2868650839524975e0, 1.8942217920924498e0),
    (161.0e0, 0.6760166349449642e0, 1.2868319423027275e0, 1.894137803987684e0),
    (162.0e0, 0.6760071909334616e0, 1.2867992115123108e0, 1.8940548599666782e0),
    (163.0e0, 0.6759978630285477e0, 1.2867668839882052e0, 1.8939729406808963e0),
    (164.0e0, 0.6759886491021457e0, 1.2867349523232754e0, 1.8938920272569355e0),
    (165.0e0, 0.6759795470778461e0, 1.2867034092907184e0, 1.8938121012820375e0),
    (166.0e0, 0.675970554929442e0, 1.286672247838574e0, 1.8937331447901313e0),
    (167.0e0, 0.6759616706792965e0, 1.2866414610844437e0, 1.8936551402483388e0),
    (168.0e0, 0.6759528923969607e0, 1.2866110423104735e0, 1.893578070544037e0),
    (169.0e0, 0.6759442181977933e0, 1.2865809849584442e0, 1.8935019189723001e0),
    (170.0e0, 0.6759356462415359e0, 1.2865512826250585e0, 1.893426669223854e0),
    (171.0e0, 0.6759271747311003e0, 1.2865219290573826e0, 1.8933523053734267e0),
    (172.0e0, 0.6759188019112272e0, 1.2864929181484739e0, 1.8932788118685298e0),
    (173.0e0, 0.675910526067336e0, 1.2864642439331484e0, 1.8932061735185606e0),
    (174.0e0, 0.6759023455243731e0, 1.2864359005838713e0, 1.8931343754844192e0),
    (175.0e0, 0.6758942586455547e0, 1.2864078824068208e0, 1.8930634032683338e0),
    (176.0e0, 0.6758862638314472e0, 1.2863801838380742e0, 1.892993242704118e0),
    (177.0e0, 0.6758783595187936e0, 1.2863527994399442e0, 1.892923879947746e0),
    (178.0e0, 0.6758705441795085e0, 1.286325723897384e0, 1.8928553014683027e0),
    (179.0e0, 0.6758628163197783e0, 1.2862989520145545e0, 1.8927874940390599e0),
    (180.0e0, 0.6758551744789506e0, 1.2862724787115236e0, 1.892720444729084e0),
    (181.0e0, 0.6758476172288229e0, 1.2862462990210426e0, 1.8926541408949793e0),
    (182.0e0, 0.6758401431725322e0, 1.2862204080854531e0, 1.8925885701729317e0),
    (183.0e0, 0.6758327509438433e0, 1.286194801153615e0, 1.892523720471033e0),
    (184.0e0, 0.675825439206311e0, 1.2861694735780893e0, 1.8924595799618296e0),
    (185.0e0, 0.6758182066524003e0, 1.2861444208122959e0, 1.8923961370751416e0),
    (186.0e0, 0.6758110520027117e0, 1.2861196384077611e0, 1.892333380491137e0),
    (187.0e0, 0.6758039740053318e0, 1.2860951220115162e0, 1.8922712991335495e0),
    (188.0e0, 0.6757969714349743e0, 1.2860708673635426e0, 1.8922098821631805e0),
    (189.0e0, 0.6757900430923524e0, 1.2860468702943024e0, 1.8921491189716004e0),
    (190.0e0, 0.6757831878034442e0, 1.2860231267223243e0, 1.8920889991750414e0),
    (191.0e0, 0.6757764044189079e0, 1.2859996326519554e0, 1.892029512608452e0),
    (192.0e0, 0.6757696918133264e0, 1.285976384171055e0, 1.891970649319777e0),
    (193.0e0, 0.6757630488846841e0, 1.2859533774488336e0, 1.8919123995644709e0),
    (194.0e0, 0.6757564745537175e0, 1.28593060873379e0, 1.8918547538000128e0),
    (195.0e0, 0.6757499677633073e0, 1.2859080743516256e0, 1.8917977026807762e0),
    (196.0e0, 0.6757435274780389e0, 1.285885770703268e0, 1.8917412370529516e0),
    (197.0e0, 0.6757371526834269e0, 1.2858636942630062e0, 1.8916853479496447e0),
    (198.0e0, 0.6757308423855796e0, 1.2858418415765906e0, 1.8916300265861323e0),
    (199.0e0, 0.6757245956106551e0, 1.2858202092594115e0, 1.8915752643552795e0),
    (200.0e0, 0.6757184114042109e0, 1.285798793994797e0, 1.8915210528230393e0),
    (201.0e0, 0.6757122888309526e0, 1.285777592532322e0, 1.8914673837241596e0),
    (202.0e0, 0.6757062269740431e0, 1.2857566016860964e0, 1.891414248957941e0),
    (203.0e0, 0.6757002249347875e0, 1.2857358183332372e0, 1.8913616405841964e0),
    (204.0e0, 0.6756942818321304e0, 1.2857152394123008e0, 1.8913095508192967e0),
    (205.0e0, 0.6756883968021947e0, 1.2856948619217763e0, 1.8912579720323097e0),
    (206.0e0, 0.675682568997989e0, 1.2856746829186256e0, 1.8912068967412672e0),
    (207.0e0, 0.6756767975888405e0, 1.2856546995168345e0, 1.8911563176095925e0),
    (208.0e0, 0.6756710817600818e0, 1.2856349088860946e0, 1.8911062274425312e0),
    (209.0e0, 0.675665420712715e0, 1.285615308250462e0, 1.8910566191837639e0),
    (210.0e0, 0.6756598136629084e0, 1.2855958948870085e0, 1.8910074859121269e0),
    (211.0e0, 0.6756542598417878e0, 1.2855766661245789e0, 1.8909588208383266e0),
    (212.0e0, 0.6756487584949538e0, 1.285557619342605e0, 1.8909106173018542e0),
    (213.0e0, 0.6756433088822299e0, 1.2855387519698753e0, 1.8908628687679605e0),
    (214.0e0, 0.6756379102772655e0, 1.2855200614833815e0, 1.890815568824651e0),
    (215.0e0, 0.6756325619672409e0, 1.2855015454072207e0, 1.8907687111798528e0),
    (216.0e0, 0.6756272632525961e0, 1.285483201311473e0, 1.8907222896586344e0),
    (217.0e0, 0.675622013446695e0, 1.2854650268111487e0, 1.8906762982004521e0),
    (218.0e0, 0.6756168118754264e0, 1.2854470195651322e0, 1.890630730856549e0),
    (219.0e0, 0.6756116578771212e0, 1.2854291772752482e0, 1.890585581787402e0),
    (220.0e0, 0.6756065508020695e0, 1.2854114976851967e0, 1.8905408452601407e0),
    (221.0e0, 0.6756014900123742e0, 1.2853939785796396e0, 1.89049651564625e0),
    (222.0e0, 0.6755964748816785e0, 1.285376617783301e0, 1.8904525874190834e0),
    (223.0e0, 0.6755915047948303e0, 1.285359413160021e0, 1.8904090551516697e0),
    (224.0e0, 0.6755865791476935e0, 1.2853423626119205e0, 1.8903659135143973e0),
    (225.0e0, 0.6755816973469173e0, 1.2853254640784788e0, 1.890323157272925e0),
    (226.0e0, 0.6755768588096009e0, 1.285308715535819e0, 1.8902807812859477e0),
    (227.0e0, 0.6755720629631888e0, 1.285292114995783e0, 1.8902387805032548e0),
    (228.0e0, 0.6755673092451772e0, 1.2852756605052205e0, 1.8901971499636614e0),
    (229.0e0, 0.6755625971028615e0, 1.2852593501451932e0, 1.8901558847930346e0),
    (230.0e0, 0.6755579259932121e0, 1.2852431820302206e0, 1.890114980202464e0),
    (231.0e0, 0.6755532953825796e0, 1.2852271543075844e0, 1.8900744314863394e0),
    (232.0e0, 0.6755487047465484e0, 1.2852112651566043e0, 1.8900342340205876e0),
    (233.0e0, 0.6755441535697272e0, 1.285195512787911e0, 1.8899943832608845e0),
    (234.0e0, 0.6755396413454968e0, 1.2851798954428555e0, 1.8899548747409736e0),
    (235.0e0, 0.6755351675759481e0, 1.2851644113927911e0, 1.889915704070989e0),
    (236.0e0, 0.6755307317715454e0, 1.2851490589384589e0, 1.8898768669357895e0),
    (237.0e0, 0.6755263334510857e0, 1.2851338364093292e0, 1.8898383590934442e0),
    (238.0e0, 0.6755219721414458e0, 1.2851187421630605e0, 1.8898001763736405e0),
    (239.0e0, 0.6755176473774158e0, 1.2851037745848974e0, 1.8897623146761648e0),
    (240.0e0, 0.6755133587015719e0, 1.2850889320870083e0, 1.889724769969501e0),
    (241.0e0, 0.6755091056640888e0, 1.2850742131080461e0, 1.889687538289319e0),
    (242.0e0, 0.6755048878225505e0, 1.2850596161125123e0, 1.8896506157371413e0),
    (243.0e0, 0.6755007047418661e0, 1.2850451395902702e0, 1.8896139984789502e0),
    (244.0e0, 0.6754965559941447e0, 1.2850307820559856e0, 1.889577682743883e0),
    (245.0e0, 0.6754924411583378e0, 1.2850165420486872e0, 1.8895416648228995e0),
    (246.0e0, 0.6754883598204081e0, 1.2850024181311495e0, 1.8895059410675512e0),
    (247.0e0, 0.6754843115729515e0, 1.2849884088895744e0, 1.8894705078887608e0),
    (248.0e0, 0.6754802960151762e0, 1.2849745129329426e0, 1.8894353617555693e0),
    (249.0e0, 0.6754763127526714e0, 1.2849607288927156e0, 1.889400499194025e0),
    (250.0e0, 0.6754723613974293e0, 1.2849470554222646e0, 1.889365916786023e0),
    (251.0e0, 0.675468441567614e0, 1.2849334911964743e0, 1.8893316111681102e0),
    (252.0e0, 0.6754645528873928e0, 1.2849200349113572e0, 1.8892975790305033e0),
    (253.0e0, 0.6754606949870007e0, 1.2849066852835815e0, 1.8892638171159728e0),
    (254.0e0, 0.6754568675023822e0, 1.2848934410500634e0, 1.8892303222188385e0),
    (255.0e0, 0.6754530700752345e0, 1.2848803009675767e0, 1.8891970911838416e0),
    (256.0e0, 0.6754493023529333e0, 1.2848672638124223e0, 1.8891641209053347e0),
    (257.0e0, 0.6754455639882605e0, 1.284854328379923e0, 1.8891314083261797e0),
    (258.0e0, 0.6754418546394672e0, 1.284841493484225e0, 1.8890989504368392e0),
    (259.0e0, 0.6754381739699787e0, 1.2848287579577196e0, 1.8890667442744526e0),
    (260.0e0, 0.6754345216485126e0, 1.2848161206509117e0, 1.8890347869219548e0),
    (261.0e0, 0.6754308973487819e0, 1.2848035804318922e0, 1.8890030755071372e0),
    (262.0e0, 0.6754273007496235e0, 1.284791136186139e0, 1.8889716072018876e0),
    (263.0e0, 0.6754237315345347e0, 1.284778786816099e0, 1.8889403792212796e0),
    (264.0e0, 0.6754201893920944e0, 1.2847665312408574e0, 1.888909388822707e0),
    (265.0e0, 0.6754166740153743e0, 1.2847543683958755e0, 1.8888786333051846e0),
    (266.0e0, 0.6754131851021076e0, 1.2847422972327247e0, 1.8888481100085406e0),
    (267.0e0, 0.6754097223546888e0, 1.2847303167186468e0, 1.888817816312537e0),
    (268.0e0, 0.6754062854797956e0, 1.284718425836356e0, 1.8887877496362884e0),
    (269.0e0, 0.6754028741885154e0, 1.2847066235837525e0, 1.8887579074373957e0),
    (270.0e0, 0.6753994881963451e0, 1.2846949089735926e0, 1.8887282872113353e0),
    (271.0e0, 0.6753961272228131e0, 1.2846832810332465e0, 1.8886988864906373e0),
    (272.0e0, 0.6753927909916474e0, 1.2846717388044333e0, 1.8886697028443191e0),
    (273.0e0, 0.6753894792306919e0, 1.2846602813429586e0, 1.8886407338771398e0),
    (274.0e0, 0.6753861916716121e0, 1.2846489077184267e0, 1.8886119772289724e0),
    (275.0e0, 0.6753829280501895e0, 1.2846376170139984e0, 1.8885834305741618e0),
    (276.0e0, 0.6753796881058595e0, 1.2846264083261718e0, 1.8885550916208844e0),
    (277.0e0, 0.6753764715818787e0, 1.284615280764518e0, 1.8885269581105506e0),
    (278.0e0, 0.6753732782252428e0, 1.2846042334514598e0, 1.8884990278172369e0),
    (279.0e0, 0.6753701077866008e0, 1.2845932655220305e0, 1.888471298546969e0),
    (280.0e0, 0.6753669600200457e0, 1.2845823761236315e0, 1.888443768137366e0),
    (281.0e0, 0.6753638346832828e0, 1.2845715644158557e0, 1.8884164344568317e0),
    (282.0e0, 0.6753607315374196e0, 1.2845608295702242e0, 1.8883892954041972e0),
    (283.0e0, 0.6753576503469657e0, 1.2845501707699867e0, 1.8883623489080938e0),
    (284.0e0, 0.6753545908797068e0, 1.2845395872099465e0, 1.8883355929264314e0),
    (285.0e0, 0.6753515529067048e0, 1.2845290780962622e0, 1.8883090254459034e0),
    (286.0e0, 0.675348536202298e0, 1.2845186426461828e0, 1.888282644481467e0),
    (287.0e0, 0.6753455405438488e0, 1.2845082800878713e0, 1.8882564480758335e0),
    (288.0e0, 0.6753425657119543e0, 1.2844979896602517e0, 1.8882304342990657e0),
    (289.0e0, 0.6753396114901096e0, 1.2844877706128546e0, 1.8882046012479954e0),
    (290.0e0, 0.6753366776649181e0, 1.284477622205507e0, 1.8881789470457904e0),
    (291.0e0, 0.6753337640258822e0, 1.2844675437083355e0, 1.8881534698415519e0),
    (292.0e0, 0.6753308703653179e0, 1.2844575344013667e0, 1.8881281678098054e0),
    (293.0e0, 0.6753279964785244e0, 1.284447593574573e0, 1.8881030391501283e0),
    (294.0e0, 0.6753251421634047e0, 1.2844377205275421e0, 1.8880780820866714e0),
    (295.0e0, 0.6753223072208451e0, 1.2844279145694544e0, 1.888053294867726e0),
    (296.0e0, 0.6753194914541675e0, 1.2844181750187746e0, 1.8880286757654106e0),
    (297.0e0, 0.6753166946694669e0, 1.2844085012032305e0, 1.8880042230751168e0),
    (298.0e0, 0.6753139166755268e0, 1.284398892459548e0, 1.8879799351152724e0),
    (299.0e0, 0.6753111572835673e0, 1.2843893481333402e0, 1.8879558102268608e0),
    (300.0e0, 0.6753084163073708e0, 1.2843798675790215e0, 1.88793184677308e0),
    (301.0e0, 0.6753056935631987e0, 1.2843704501595408e0, 1.887908043138922e0),
    (302.0e0, 0.6753029888697065e0, 1.2843610952463163e0, 1.8878843977308757e0),
    (303.0e0, 0.6753003020479867e0, 1.2843518022191707e0, 1.887860908976597e0),
    (304.0e0, 0.6752976329215687e0, 1.2843425704659324e0, 1.8878375753243866e0),
    (305.0e0, 0.675294981316124e0, 1.2843333993826571e0, 1.8878143952430844e0),
    (306.0e0, 0.675292347059761e0, 1.2843242883732096e0, 1.8877913672215783e0),
    (307.0e0, 0.6752897299827308e0, 1.2843152368492403e0, 1.8877684897684728e0),
    (308.0e0, 0.6752871299175112e0, 1.2843062442300763e0, 1.8877457614118671e0),
    (309.0e0, 0.6752845466988064e0, 1.2842973099426327e0, 1.8877231806989951e0),
    (310.0e0, 0.675281980163422e0, 1.2842884334211042e0, 1.8877007461958224e0),
    (311.0e0, 0.6752794301501794e0, 1.2842796141071195e0, 1.887678456486912e0),
    (312.0e0, 0.6752768965001696e0, 1.2842708514493664e0, 1.887656310175005e0),
    (313.0e0, 0.6752743790562898e0, 1.28426214490368e0, 1.8876343058807523e0),
    (314.0e0, 0.6752718776636223e0, 1.284253493932801e0, 1.88761244224246e0),
    (315.0e0, 0.6752693921690553e0, 1.2842448980063081e0, 1.8875907179157765e0),
    (316.0e0, 0.6752669224215792e0, 1.2842363566005095e0, 1.8875691315734062e0),
    (317.0e0, 0.6752644682719896e0, 1.2842278691983535e0, 1.8875476819049184e0),
    (318.0e0, 0.675262029572974e0, 1.2842194352892966e0, 1.88752636761634e0),
    (319.0e0, 0.6752596061791102e0, 1.2842110543691716e0, 1.8875051874300695e0),
    (320.0e0, 0.6752571979467829e0, 1.2842027259401878e0, 1.8874841400844855e0),
    (321.0e0, 0.6752548047340573e0, 1.2841944495107311e0, 1.8874632243337084e0),
    (322.0e0, 0.6752524264009315e0, 1.2841862245953444e0, 1.8874424389474813e0),
    (323.0e0, 0.6752500628090851e0, 1.2841780507145486e0, 1.8874217827107358e0),
    (324.0e0, 0.6752477138219193e0, 1.2841699273948228e0, 1.8874012544235321e0),
    (325.0e0, 0.6752453793043486e0, 1.2841618541684934e0, 1.8873808529007154e0),
    (326.0e0, 0.6752430591232206e0, 1.2841538305736007e0, 1.8873605769717219e0),
    (327.0e0, 0.6752407531467692e0, 1.2841458561539003e0, 1.8873404254803832e0),
    (328.0e0, 0.6752384612450357e0, 1.2841379304586644e0, 1.8873203972846129e0),
    (329.0e0, 0.6752361832895315e0, 1.284130053042726e0, 1.8873004912563325e0),
    (330.0e0, 0.6752339191533231e0, 1.2841222234662353e0, 1.8872807062811563e0),
    (331.0e0, 0.675231668711074e0, 1.2841144412947714e0, 1.8872610412581976e0),
    (332.0e0, 0.6752294318388761e0, 1.284106706099077e0, 1.8872414950998586e0),
    (333.0e0, 0.6752272084143764e0, 1.2840990174550806e0, 1.8872220667317419e0),
    (334.0e0, 0.6752249983167348e0, 1.28409137494383e0, 1.887202755092245e0),
    (335.0e0, 0.6752228014263714e0, 1.2840837781513836e0, 1.8871835591325623e0),
    (336.0e0, 0.6752206176253458e0, 1.2840762266686752e0, 1.8871644778163836e0),
    (337.0e0, 0.675218446796978e0, 1.2840687200915608e0, 1.8871455101197319e0),
    (338.0e0, 0.6752162888260589e0, 1.284061258020708e0, 1.8871266550308263e0),
    (339.0e0, 0.6752141435986402e0, 1.2840538400614179e0, 1.887107911549846e0),
    (340.0e0, 0.6752120110022445e0, 1.2840464658237365e0, 1.8870892786887163e0),
    (341.0e0, 0.6752098909255287e0, 1.2840391349222573e0, 1.8870707554710835e0),
    (342.0e0, 0.6752077832587056e0, 1.2840318469760752e0, 1.8870523409319973e0),
    (343.0e0, 0.6752056878929952e0, 1.2840246016087433e0, 1.8870340341178222e0),
    (344.0e0, 0.6752036047211316e0, 1.2840173984482293e0, 1.8870158340859982e0),
    (345.0e0, 0.6752015336369414e0, 1.284010237126805e0, 1.8869977399049809e0),
    (346.0e0, 0.6751994745355115e0, 1.2840031172809565e0, 1.8869797506540322e0),
    (347.0e0, 0.6751974273131902e0, 1.2839960385514315e0, 1.8869618654230103e0),
    (348.0e0, 0.6751953918674181e0, 1.2839890005831043e0, 1.8869440833123248e0),
    (349.0e0, 0.6751933680968547e0, 1.283982003024932e0, 1.8869264034326827e0),
    (350.0e0, 0.6751913559014205e0, 1.283975045529824e0, 1.8869088249050137e0),
    (351.0e0, 0.6751893551820447e0, 1.2839681277547057e0, 1.8868913468603357e0),
    (352.0e0, 0.6751873658408329e0, 1.2839612493604546e0, 1.8868739684394689e0),
    (353.0e0, 0.6751853877809842e0, 1.2839544100117224e0, 1.8868566887930975e0),
    (354.0e0, 0.6751834209067895e0, 1.2839476093770013e0, 1.8868395070814847e0),
    (355.0e0, 0.6751814651237175e0, 1.2839408471284923e0, 1.8868224224743826e0),
    (356.0e0, 0.6751795203381188e0, 1.283934122942083e0, 1.8868054341509581e0),
    (357.0e0, 0.6751775864575632e0, 1.2839274364973692e0, 1.886788541299522e0),
    (358.0e0, 0.6751756633905873e0, 1.2839207874774567e0, 1.8867717431175308e0),
    (359.0e0, 0.6751737510467363e0, 1.2839141755689834e0, 1.8867550388114211e0),
    (360.0e0, 0.6751718493364799e0, 1.2839076004621637e0, 1.886738427596445e0),
    (361.0e0, 0.675169958171507e0, 1.2839010618506113e0, 1.8867219086965803e0),
    (362.0e0, 0.675168077464263e0, 1.283894559431229e0, 1.8867054813444109e0),
    (363.0e0, 0.6751662071282862e0, 1.2838880929044303e0, 1.8866891447810217e0),
    (364.0e0, 0.6751643470779973e0, 1.2838816619738298e0, 1.8866728982558498e0),
    (365.0e0, 0.6751624972287842e0, 1.283875266346287e0, 1.8866567410265485e0),
    (366.0e0, 0.6751606574970013e0, 1.2838689057319292e0, 1.8866406723589877e0),
    (367.0e0, 0.6751588277998013e0, 1.2838625798440186e0, 1.8866246915269704e0),
    (368.0e0, 0.6751570080553463e0, 1.2838562883989302e0, 1.8866087978122912e0),
    (369.0e0, 0.6751551981826387e0, 1.283850031116152e0, 1.8865929905045125e0),
    (370.0e0, 0.675153398101606e0, 1.283843807718153e0, 1.8865772689009495e0),
    (371.0e0, 0.6751516077329319e0, 1.2838376179304487e0, 1.8865616323064154e0),
    (372.0e0, 0.6751498269983093e0, 1.2838314614814907e0, 1.886546080033326e0),
    (373.0e0, 0.6751480558200611e0, 1.2838253381026905e0, 1.8865306114014617e0),
    (374.0e0, 0.6751462941216039e0, 1.283819247528262e0, 1.88651522573786e0),
    (375.0e0, 0.6751445418269421e0, 1.2838131894952907e0, 1.8864999223768175e0),
    (376.0e0, 0.675142798861005e0, 1.2838071637437316e0, 1.8864847006596948e0),
    (377.0e0, 0.6751410651495212e0, 1.2838011700161682e0, 1.8864695599348713e0),
    (378.0e0, 0.6751393406189752e0, 1.2837952080580541e0, 1.8864544995576409e0),
    (379.0e0, 0.6751376251965664e0, 1.2837892776174253e0, 1.886439518890121e0),
    (380.0e0, 0.6751359188104612e0, 1.2837833784450357e0, 1.8864246173011794e0),
    (381.0e0, 0.675134221389246e0, 1.283777510294243e0, 1.8864097941663123e0),
    (382.0e0, 0.6751325328626425e0, 1.2837716729209674e0, 1.8863950488675567e0),
    (383.0e0, 0.6751308531608351e0, 1.2837658660837563e0, 1.8863803807934736e0),
    (384.0e0, 0.6751291822148903e0, 1.2837600895436083e0, 1.8863657893389691e0),
    (385.0e0, 0.6751275199564215e0, 1.2837543430639957e0, 1.8863512739052803e0),
    (386.0e0, 0.6751258663179249e0, 1.2837486264109295e0, 1.8863368338998532e0),
    (387.0e0, 0.6751242212324853e0, 1.2837429393527622e0, 1.8863224687362543e0),
    (388.0e0, 0.6751225846339438e0, 1.2837372816602746e0, 1.8863081778341413e0),
    (389.0e0, 0.6751209564568149e0, 1.2837316531065892e0, 1.8862939606191718e0),
    (390.0e0, 0.6751193366361586e0, 1.283726053467235e0, 1.886279816522899e0),
    (391.0e0, 0.6751177251079608e0, 1.2837204825199051e0, 1.8862657449826523e0),
    (392.0e0, 0.6751161218085849e0, 1.2837149400446564e0, 1.8862517454416114e0),
    (393.0e0, 0.6751145266751937e0, 1.2837094258238193e0, 1.8862378173485672e0),
    (394.0e0, 0.6751129396455802e0, 1.2837039396418455e0, 1.8862239601579969e0),
    (395.0e0, 0.6751113606581682e0, 1.2836984812854382e0, 1.8862101733298076e0),
    (396.0e0, 0.675109789651928e0, 1.2836930505434438e0, 1.8861964563294589e0),
    (397.0e0, 0.6751082265665026e0, 1.2836876472068284e0, 1.8861828086278416e0),
    (398.0e0, 0.6751066713421655e0, 1.2836822710686338e0, 1.886169229701082e0),
    (399.0e0, 0.675105123919779e0, 1.283676921924067e0, 1.8861557190306484e0),
    (400.0e0, 0.6751035842407516e0, 1.2836715995703216e0, 1.8861422761031401e0),
    (401.0e0, 0.6751020522471226e0, 1.2836663038065803e0, 1.8861289004103792e0),
    (402.0e0, 0.6751005278814781e0, 1.2836610344341453e0, 1.8861155914491978e0),
    (403.0e0, 0.6750990110869504e0, 1.2836557912562179e0, 1.886102348721441e0),
    (404.0e0, 0.6750975018073447e0, 1.2836505740779438e0, 1.88608917173392e0),
    (405.0e0, 0.6750959999869285e0, 1.2836453827063896e0, 1.8860760599983382e0),
    (406.0e0, 0.6750945055705583e0, 1.2836402169505663e0, 1.8860630130311855e0),
    (407.0e0, 0.6750930185035102e0, 1.2836350766213613e0, 1.8860500303537393e0),
    (408.0e0, 0.6750915387318602e0, 1.2836299615315188e0, 1.8860371114919732e0),
    (409.0e0, 0.675090066201978e0, 1.2836248714955485e0, 1.8860242559765292e0),
    (410.0e0, 0.6750886008607797e0, 1.2836198063298605e0, 1.8860114633426401e0),
    (411.0e0, 0.6750871426558547e0, 1.2836147658526318e0, 1.8859987331300565e0),
    (412.0e0, 0.6750856915351281e0, 1.2836097498838066e0, 1.8859860648829863e0),
    (413.0e0, 0.6750842474471143e0, 1.2836047582450298e0, 1.8859734581501544e0),
    (414.0e0, 0.6750828103408315e0, 1.2835997907597578e0, 1.885960912484533e0),
    (415.0e0, 0.6750813801657612e0, 1.2835948472530365e0, 1.885948427443522e0),
    (416.0e0, 0.6750799568718889e0, 1.2835899275517249e0, 1.8859360025887235e0),
    (417.0e0, 0.6750785404096208e0, 1.2835850314842483e0, 1.885923637485987e0),
    (418.0e0, 0.6750771307299515e0, 1.2835801588807345e0, 1.8859113317053344e0),
    (419.0e0, 0.6750757277842542e0, 1.283575309572879e0, 1.8858990848208557e0),
    (420.0e0, 0.6750743315244067e0, 1.2835704833940782e0, 1.8858868964107827e0),
    (421.0e0, 0.6750729419027073e0, 1.2835656801791866e0, 1.8858747660572648e0),
    (422.0e0, 0.6750715588719165e0, 1.2835608997647598e0, 1.8858626933465201e0),
    (423.0e0, 0.6750701823852997e0, 1.283556141988767e0, 1.885850677868653e0),
    (424.0e0, 0.6750688123965006e0, 1.2835514066908125e0, 1.8858387192176416e0),
    (425.0e0, 0.6750674488595834e0, 1.2835466937119802e0, 1.885826816991291e0),
    (426.0e0, 0.6750660917291589e0, 1.283542002894834e0, 1.8858149707911596e0),
    (427.0e0, 0.6750647409600903e0, 1.283537334083441e0, 1.8858031802226178e0),
    (428.0e0, 0.675063396507787e0, 1.283532687123259e0, 1.885791444894745e0),
    (429.0e0, 0.6750620583280796e0, 1.2835280618613152e0, 1.8857797644201777e0),
    (430.0e0, 0.6750607263770925e0, 1.2835234581459396e0, 1.8857681384152298e0),
    (431.0e0, 0.6750594006115389e0, 1.2835188758269427e0, 1.885756566499789e0),
    (432.0e0, 0.6750580809883844e0, 1.2835143147555268e0, 1.8857450482972404e0),
    (433.0e0, 0.6750567674650569e0, 1.2835097747841973e0, 1.8857335834344666e0),
    (434.0e0, 0.6750554599992791e0, 1.2835052557668962e0, 1.8857221715418493e0),
    (435.0e0, 0.6750541585493619e0, 1.2835007575589132e0, 1.8857108122531168e0),
    (436.0e0, 0.6750528630738268e0, 1.283496280016819e0, 1.8856995052053462e0),
    (437.0e0, 0.6750515735315734e0, 1.283491822998532e0, 1.8856882500390377e0),
    (438.0e0, 0.6750502898820484e0, 1.2834873863632523e0, 1.8856770463979187e0),
    (439.0e0, 0.6750490120848665e0, 1.283482969971506e0, 1.8856658939289452e0),
    (440.0e0, 0.6750477401001046e0, 1.2834785736850112e0, 1.8856547922823612e0),
    (441.0e0, 0.6750464738882608e0, 1.2834741973668125e0, 1.8856437411115183e0),
    (442.0e0, 0.6750452134100429e0, 1.28346984088117e0, 1.8856327400730273e0),
    (443.0e0, 0.6750439586266215e0, 1.2834655040936018e0, 1.885621788826455e0),
    (444.0e0, 0.6750427094995036e0, 1.2834611868707768e0, 1.8856108870345385e0),
    (445.0e0, 0.6750414659904905e0, 1.2834568890805775e0, 1.8856000343630313e0),
    (446.0e0, 0.6750402280618463e0, 1.2834526105921467e0, 1.8855892304807358e0),
    (447.0e0, 0.6750389956760027e0, 1.2834483512756876e0, 1.8855784750593374e0),
    (448.0e0, 0.6750377687958548e0, 1.283444111002685e0, 1.8855677677735398e0),
    (449.0e0, 0.6750365473846335e0, 1.2834398896456618e0, 1.8855571083009142e0),
    (450.0e0, 0.675035331405738e0, 1.283435687078357e0, 1.8855464963219002e0),
    (451.0e0, 0.6750341208231146e0, 1.2834315031755692e0, 1.8855359315198057e0),
    (452.0e0, 0.6750329156008774e0, 1.283427337813247e0, 1.8855254135807162e0),
    (453.0e0, 0.6750317157034769e0, 1.2834231908684433e0, 1.8855149421935113e0),
    (454.0e0, 0.6750305210957844e0, 1.2834190622192492e0, 1.885504517049848e0),
    (455.0e0, 0.6750293317428815e0, 1.2834149517448172e0, 1.8854941378440262e0),
    (456.0e0, 0.6750281476100597e0, 1.2834108593254927e0, 1.8854838042731092e0),
    (457.0e0, 0.6750269686631153e0, 1.2834067848425048e0, 1.8854735160368044e0),
    (458.0e0, 0.6750257948680973e0, 1.2834027281782323e0, 1.8854632728374008e0),
    (459.0e0, 0.6750246261912223e0, 1.2833986892160254e0, 1.885453074379816e0),
    (460.0e0, 0.6750234625990859e0, 1.2833946678402512e0, 1.8854429203715815e0),
    (461.0e0, 0.6750223040586617e0, 1.283390663936316e0, 1.885432810522691e0),
    (462.0e0, 0.67502115053705e0, 1.283386677390597e0, 1.8854227445457372e0),
    (463.0e0, 0.6750200020017716e0, 1.2833827080904454e0, 1.8854127221557448e0),
    (464.0e0, 0.6750188584205149e0, 1.283378755924228e0, 1.885402743070233e0),
    (465.0e0, 0.6750177197613054e0, 1.2833748207812616e0, 1.8853928070091228e0),
    (466.0e0, 0.6750165859924206e0, 1.2833709025517257e0, 1.8853829136947844e0),
    (467.0e0, 0.6750154570824326e0, 1.2833670011268374e0, 1.8853730628519605e0),
    (468.0e0, 0.6750143330002077e0, 1.2833631163987431e0, 1.8853632542076921e0),
    (469.0e0, 0.6750132137147806e0, 1.283359248260472e0, 1.8853534874914837e0),
    (470.0e0, 0.6750120991956063e0, 1.283355396605983e0, 1.8853437624350173e0),
    (471.0e0, 0.6750109894121823e0, 1.2833515613301172e0, 1.8853340787723483e0),
    (472.0e0, 0.6750098843344682e0, 1.2833477423286892e0, 1.8853244362397101e0),
    (473.0e0, 0.6750087839326343e0, 1.2833439394982207e0, 1.8853148345756496e0),
    (474.0e0, 0.6750076881769768e0, 1.2833401527362942e0, 1.8853052735208764e0),
    (475.0e0, 0.6750065970381706e0, 1.2833363819412873e0, 1.8852957528183383e0),
    (476.0e0, 0.6750055104870585e0, 1.283332627012374e0, 1.885286272213041e0),
    (477.0e0, 0.6750044284948203e0, 1.2833288878496778e0, 1.885276831452304e0),
    (478.0e0, 0.6750033510328458e0, 1.2833251643540744e0, 1.8852674302854142e0),
    (479.0e0, 0.6750022780727352e0, 1.283321456427323e0, 1.8852580684638065e0),
    (480.0e0, 0.6750012095862142e0, 1.2833177639719566e0, 1.8852487457410196e0),
    (481.0e0, 0.6750001455455144e0, 1.2833140868913702e0, 1.8852394618726498e0),
    (482.0e0, 0.6749990859228664e0, 1.28331042508971e0, 1.8852302166162156e0),
    (483.0e0, 0.6749980306908377e0, 1.2833067784719843e0, 1.8852210097314304e0),
    (484.0e0, 0.6749969798221641e0, 1.2833031469439085e0, 1.8852118409798393e0),
    (485.0e0, 0.6749959332898755e0, 1.2832995304120383e0, 1.8852027101250608e0),
    (486.0e0, 0.6749948910671703e0, 1.2832959287836585e0, 1.8851936169325911e0),
    (487.0e0, 0.6749938531274992e0, 1.2832923419668272e0, 1.8851845611698952e0),
    (488.0e0, 0.674992819444481e0, 1.2832887698703983e0, 1.8851755426063754e0),
    (489.0e0, 0.674991789991987e0, 1.2832852124039118e0, 1.8851665610132677e0),
    (490.0e0, 0.6749907647441408e0, 1.2832816694776796e0, 1.8851576161636698e0),
    (491.0e0, 0.6749897436751502e0, 1.2832781410027445e0, 1.885148707832649e0),
    (492.0e0, 0.6749887267596435e0, 1.2832746268908557e0, 1.8851398357969544e0),
    (493.0e0, 0.674987713972207e0, 1.2832711270545145e0, 1.8851309998352437e0),
    (494.0e0, 0.6749867052878897e0, 1.2832676414068849e0, 1.8851221997279475e0),
    (495.0e0, 0.6749857006816142e0, 1.2832641698618603e0, 1.8851134352572383e0),
    (496.0e0, 0.6749847001288922e0, 1.2832607123340196e0, 1.8851047062071533e0),
    (497.0e0, 0.6749837036051093e0, 1.2832572687386707e0, 1.8850960123633818e0),
    (498.0e0, 0.6749827110861133e0, 1.2832538389917632e0, 1.8850873535133106e0),
    (499.0e0, 0.6749817225476683e0, 1.283250423009887e0, 1.8850787294461449e0),
    (500.0e0, 0.6749807379659589e0, 1.2832470207103617e0, 1.8850701399526675e0),
    (501.0e0, 0.6749797573172118e0, 1.2832436320111702e0, 1.8850615848254346e0),
    (502.0e0, 0.674978780577948e0, 1.283240256830914e0, 1.8850530638586103e0)) AS v(freedom, usual, skipped, lost)
),
gap_counts AS (
  SELECT median_gap, SUM(COUNT(*)) OVER (ORDER BY median_gap) AS up_to, SUM(COUNT(*)) OVER () AS customers
  FROM probabilities
  WHERE median_gap IS NOT NULL
  GROUP BY median_gap
),
-- The median inter-purchase time of the median customer.
population_gap AS (
  SELECT (MIN(CASE WHEN 2 * up_to >= customers THEN median_gap END)
    + MIN(CASE WHEN 2 * up_to > customers THEN median_gap END)) / 2e0 AS median_of_all
  FROM gap_counts
),
tempos AS (
  SELECT
    probabilities.*,
    CASE WHEN gaps > 1e0 THEN gaps - 1e0 ELSE 0e0 END + 4.0e0 AS freedom,
    (COALESCE(LN(median_gap), 0e0) * gaps + 2.7087212312288123e0) / (gaps + 0.6659691337853068e0) AS mean_log,
    ((CASE WHEN gaps > 1e0 THEN gaps - 1e0 ELSE 0e0 END) * CASE WHEN gaps > 1e0 THEN LN(1e0 + f_gap_variation * f_gap_variation * gaps / (gaps - 1e0)) ELSE 0e0 END + 2.7179196540681803e0) / ((CASE WHEN gaps > 1e0 THEN gaps - 1e0 ELSE 0e0 END) + 4.0e0) * (1e0 + 1e0 / (gaps + 0.6659691337853068e0)) AS log_variance
  FROM probabilities
),
rhythms AS (
  SELECT tempos.*, median_of_all, usual, skipped, lost, (LN(days_since_last) - mean_log) / SQRT(log_variance) AS silence,
    COALESCE(median_gap, median_of_all) AS tempo
  FROM tempos
  LEFT JOIN silences ON silences.freedom = tempos.freedom
  CROSS JOIN population_gap
),
-- By the rhythm alone.
stages AS (
  SELECT
    rhythms.*,
    CASE WHEN usual IS NULL THEN NULL WHEN silence > lost OR (gaps < 1e0 AND days_since_last > 90e0) THEN 4 WHEN silence > skipped THEN 3 WHEN silence > usual THEN 2 ELSE 1 END AS lapse_by_rhythm,
    CASE WHEN days_since_last >= 4e0 * tempo THEN 'inactive' WHEN gaps < 1e0 AND days_since_last > 90e0 THEN 'inactive' WHEN days_since_last >= 1.5e0 * tempo THEN 'likely to become inactive' WHEN gaps < 1e0 AND days_since_first <= 30e0 THEN 'acquisition' WHEN days_since_first <= 90e0 THEN 'onboarding' WHEN order_days >= 5e0 THEN 'loyalty' WHEN days_since_last >= tempo THEN 'retention' ELSE 'active' END AS stage_by_rhythm
  FROM rhythms
),
lapses AS (
  SELECT
    stages.*,
    CASE WHEN lapse_by_rhythm IS NULL OR churn_probability IS NULL THEN NULL WHEN lapse_by_rhythm = 1 AND churn_probability > 7.5e-1 AND median_gap IS NOT NULL AND median_gap - days_since_last >= 90e0 THEN 0 WHEN lapse_by_rhythm < CASE WHEN churn_probability > 9e-1 THEN 3 WHEN churn_probability > 7.5e-1 THEN 2 ELSE 1 END THEN CASE WHEN churn_probability > 9e-1 THEN 3 WHEN churn_probability > 7.5e-1 THEN 2 ELSE 1 END WHEN lapse_by_rhythm > CASE WHEN churn_probability < 2e-1 THEN 2 WHEN churn_probability < 5e-1 THEN 3 ELSE 4 END THEN CASE WHEN churn_probability < 2e-1 THEN 2 WHEN churn_probability < 5e-1 THEN 3 ELSE 4 END ELSE lapse_by_rhythm END AS lapse
  FROM stages
),
-- Lapse and stage of life, within what the probability allows.
readings AS (
  SELECT
    lapses.*,
    CASE WHEN lapse IS NULL THEN NULL WHEN lapse = 4 THEN 'inactive' WHEN lapse >= 2 THEN 'likely to become inactive' WHEN stage_by_rhythm IN ('inactive', 'likely to become inactive') THEN 'retention' ELSE stage_by_rhythm END AS lifecycle
  FROM lapses
),
-- Scores by the stored cut-offs; 0: nothing in the window.
scores AS (
  SELECT
    readings.*,
    1 + CASE WHEN days_since_last < 513 THEN 1 ELSE 0 END + CASE WHEN days_since_last < 487 THEN 1 ELSE 0 END + CASE WHEN days_since_last < 443 THEN 1 ELSE 0 END + CASE WHEN days_since_last < 153 THEN 1 ELSE 0 END AS r_score,
    CASE WHEN orders_365 > 0e0 THEN 1 + CASE WHEN orders_365 > 1 THEN 1 ELSE 0 END + CASE WHEN orders_365 > 1 THEN 1 ELSE 0 END + CASE WHEN orders_365 > 3 THEN 1 ELSE 0 END + CASE WHEN orders_365 > 4 THEN 1 ELSE 0 END ELSE 0 END AS f_score,
    CASE WHEN orders_365 > 0e0 THEN 1 + CASE WHEN net_units_365 > 23760000 THEN 1 ELSE 0 END + CASE WHEN net_units_365 > 42980000 THEN 1 ELSE 0 END + CASE WHEN net_units_365 > 80470000 THEN 1 ELSE 0 END + CASE WHEN net_units_365 > 173220000 THEN 1 ELSE 0 END ELSE 0 END AS m_score
  FROM readings
),
-- Which rules hold.
rules AS (
  SELECT
    scores.*,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (445, 454, 455, 544, 545, 554, 555) THEN 1 ELSE 0 END AS rule_0,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (335, 344, 345, 354, 355, 435, 444, 543) THEN 1 ELSE 0 END AS rule_1,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (323, 333, 341, 342, 351, 352, 353, 423, 431, 432, 433, 441, 442, 451, 452, 453, 531, 532, 533, 541, 542, 551, 552, 553) THEN 1 ELSE 0 END AS rule_2,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (311, 411, 412, 421, 422, 511, 512) THEN 1 ELSE 0 END AS rule_3,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (313, 314, 315, 413, 414, 415, 424, 425, 513, 514, 515, 521, 522, 523, 524, 525) THEN 1 ELSE 0 END AS rule_4,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (324, 325, 334, 343, 434, 443, 534, 535) THEN 1 ELSE 0 END AS rule_5,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (213, 221, 231, 241, 251, 312, 321, 331) THEN 1 ELSE 0 END AS rule_6,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (124, 125, 133, 134, 135, 142, 143, 145, 152, 153, 224, 225, 234, 235, 242, 243, 244, 245, 252, 253, 254, 255) THEN 1 ELSE 0 END AS rule_7,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (113, 114, 115, 144, 154, 155, 214, 215) THEN 1 ELSE 0 END AS rule_8,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (122, 123, 132, 211, 212, 222, 223, 232, 233, 322, 332) THEN 1 ELSE 0 END AS rule_9,
    CASE WHEN 10 * (10 * (r_score) + f_score) + m_score IN (111, 112, 121, 131, 141, 151) THEN 1 ELSE 0 END AS rule_10,
    CASE WHEN f_orders = 0.0e0 THEN 1 ELSE 0 END AS rule_12,
    CASE WHEN (f_score = 0.0e0 OR m_score = 0.0e0) THEN 1 ELSE 0 END AS rule_11
  FROM scores
),
segmented AS (
  SELECT
    rules.*,
    CASE WHEN rule_0 = 1 THEN 'Champions' WHEN rule_1 = 1 THEN 'Loyal' WHEN rule_2 = 1 THEN 'Potential Loyalist' WHEN rule_3 = 1 THEN 'New Customers' WHEN rule_4 = 1 THEN 'Promising' WHEN rule_5 = 1 THEN 'Need Attention' WHEN rule_6 = 1 THEN 'About to Sleep' WHEN rule_7 = 1 THEN 'At Risk' WHEN rule_8 = 1 THEN 'Cannot Lose Them' WHEN rule_9 = 1 THEN 'Hibernating' WHEN rule_10 = 1 THEN 'Lost' WHEN rule_12 = 1 THEN 'Prospect' WHEN rule_11 = 1 THEN 'Inactive' ELSE 'Unassigned' END AS named
  FROM rules
),
-- The primary segment, and all that hold.
segments AS (
  SELECT
    segmented.*,
    CASE WHEN lapse IS NULL THEN NULL WHEN lapse <= 2 THEN CASE named WHEN 'Lost' THEN 'Hibernating' ELSE named END WHEN lapse = 4 OR churn_probability > 9e-1 THEN CASE named WHEN 'Champions' THEN 'Cannot Lose Them' WHEN 'Loyal' THEN 'Cannot Lose Them' WHEN 'Need Attention' THEN 'At Risk' WHEN 'Potential Loyalist' THEN 'Hibernating' WHEN 'New Customers' THEN 'Hibernating' WHEN 'Promising' THEN 'Hibernating' ELSE named END ELSE named END AS segment,
    CASE WHEN lapse IS NULL THEN NULL WHEN lapse <= 2 THEN CASE named WHEN 'Lost' THEN 'Hibernating' ELSE named END WHEN lapse = 4 OR churn_probability > 9e-1 THEN CASE named WHEN 'Champions' THEN 'Cannot Lose Them' WHEN 'Loyal' THEN 'Cannot Lose Them' WHEN 'Need Attention' THEN 'At Risk' WHEN 'Potential Loyalist' THEN 'Hibernating' WHEN 'New Customers' THEN 'Hibernating' WHEN 'Promising' THEN 'Hibernating' ELSE named END ELSE named END AS segments
  FROM segmented
),
-- On the scale that the model learned on.
k_transformed AS (
  SELECT
    segments.*,
    LN(1e0 + CASE WHEN f_days_since_last_order < 0e0 THEN 0e0 ELSE f_days_since_last_order END) AS k_t_days_since_last_order,
    LN(1e0 + CASE WHEN f_orders < 0e0 THEN 0e0 ELSE f_orders END) AS k_t_orders,
    LN(1e0 + CASE WHEN f_average_order_value < 0e0 THEN 0e0 ELSE f_average_order_value END) AS k_t_average_order_value,
    LN(1e0 + CASE WHEN f_current_gap_to_own_gap < 0e0 THEN 0e0 ELSE f_current_gap_to_own_gap END) AS k_t_current_gap_to_own_gap
  FROM segments
),
-- Missing values imputed, others kept within the range of training.
k_prepared AS (
  SELECT
    k_transformed.*,
    CASE WHEN k_t_days_since_last_order IS NULL THEN 6.163314804034641e0 WHEN k_t_days_since_last_order < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN k_t_days_since_last_order > 6.304448802421981e0 THEN 6.304448802421981e0 ELSE k_t_days_since_last_order END AS k_v_days_since_last_order,
    CASE WHEN k_t_orders IS NULL THEN 0.6931471805599453e0 WHEN k_t_orders < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN k_t_orders > 3.8066624897703196e0 THEN 3.8066624897703196e0 ELSE k_t_orders END AS k_v_orders,
    CASE WHEN k_t_average_order_value IS NULL THEN 3.2734902648080784e0 WHEN k_t_average_order_value < 0.0e0 THEN 0.0e0 WHEN k_t_average_order_value > 6.23042239071655e0 THEN 6.23042239071655e0 ELSE k_t_average_order_value END AS k_v_average_order_value,
    CASE WHEN k_t_current_gap_to_own_gap IS NULL THEN 1.2060453439279084e0 WHEN k_t_current_gap_to_own_gap < 0.0018779348242001558e0 THEN 0.0018779348242001558e0 WHEN k_t_current_gap_to_own_gap > 6.282266746896006e0 THEN 6.282266746896006e0 ELSE k_t_current_gap_to_own_gap END AS k_v_current_gap_to_own_gap
  FROM k_transformed
),
points AS (
  SELECT
    k_prepared.*,
    (k_v_days_since_last_order - 5.641123814137838e0) / 0.9935047146877356e0 AS k_0,
    (k_v_orders - 1.1239623124117781e0) / 0.5772714511000254e0 AS k_1,
    (k_v_average_order_value - 3.2959659279947626e0) / 0.6529279010603467e0 AS k_2,
    (k_v_current_gap_to_own_gap - 1.369802193855721e0) / 0.8762035921844405e0 AS k_3,
    (CASE WHEN f_current_gap_to_own_gap IS NULL THEN 1e0 ELSE 0e0 END - 0.5167585914297836e0) / 0.49971907069201804e0 AS k_4
  FROM k_prepared
),
-- Squared distances to the centroids.
distances AS (
  SELECT
    points.*,
    (k_0 - -0.8861885475359952e0) * (k_0 - -0.8861885475359952e0) + (k_1 - 2.0992830674202727e0) * (k_1 - 2.0992830674202727e0) + (k_2 - 0.5579417899847418e0) * (k_2 - 0.5579417899847418e0) + (k_3 - 0.3990295312527981e0) * (k_3 - 0.3990295312527981e0) + (k_4 - -1.0340981998429017e0) * (k_4 - -1.0340981998429017e0) AS distance_1,
    (k_0 - -2.67065928424041e0) * (k_0 - -2.67065928424041e0) + (k_1 - 1.5636537501032999e0) * (k_1 - 1.5636537501032999e0) + (k_2 - 0.24314521215511029e0) * (k_2 - 0.24314521215511029e0) + (k_3 - -1.160407951308678e0) * (k_3 - -1.160407951308678e0) + (k_4 - -1.0340981998429017e0) * (k_4 - -1.0340981998429017e0) AS distance_2,
    (k_0 - -0.45605528881879615e0) * (k_0 - -0.45605528881879615e0) + (k_1 - 0.3346279652333557e0) * (k_1 - 0.3346279652333557e0) + (k_2 - 1.2489299986781297e0) * (k_2 - 1.2489299986781297e0) + (k_3 - -0.6203144094143299e0) * (k_3 - -0.6203144094143299e0) + (k_4 - -1.0340981998429017e0) * (k_4 - -1.0340981998429017e0) AS distance_3,
    (k_0 - 0.5109240537135769e0) * (k_0 - 0.5109240537135769e0) + (k_1 - 0.29712444166417673e0) * (k_1 - 0.29712444166417673e0) + (k_2 - 0.190737817595429e0) * (k_2 - 0.190737817595429e0) + (k_3 - 3.0477312247345747e0) * (k_3 - 3.0477312247345747e0) + (k_4 - -1.0340981998429017e0) * (k_4 - -1.0340981998429017e0) AS distance_4,
    (k_0 - 0.3005920151556427e0) * (k_0 - 0.3005920151556427e0) + (k_1 - 0.40373592371389866e0) * (k_1 - 0.40373592371389866e0) + (k_2 - 0.029312776257402216e0) * (k_2 - 0.029312776257402216e0) + (k_3 - 1.0239061954952084e0) * (k_3 - 1.0239061954952084e0) + (k_4 - -1.0340981998429017e0) * (k_4 - -1.0340981998429017e0) AS distance_5,
    (k_0 - -0.5570049837371075e0) * (k_0 - -0.5570049837371075e0) + (k_1 - 0.3961229004968799e0) * (k_1 - 0.3961229004968799e0) + (k_2 - -0.45288542151063094e0) * (k_2 - -0.45288542151063094e0) + (k_3 - -0.6695708498869818e0) * (k_3 - -0.6695708498869818e0) + (k_4 - -1.0340981998429017e0) * (k_4 - -1.0340981998429017e0) AS distance_6,
    (k_0 - 0.5871162703197547e0) * (k_0 - 0.5871162703197547e0) + (k_1 - -0.7462955790224619e0) * (k_1 - -0.7462955790224619e0) + (k_2 - 0.8082743059708167e0) * (k_2 - 0.8082743059708167e0) + (k_3 - -0.1868936071347918e0) * (k_3 - -0.1868936071347918e0) + (k_4 - 0.9670261491141792e0) * (k_4 - 0.9670261491141792e0) AS distance_7,
    (k_0 - 0.5837301320253858e0) * (k_0 - 0.5837301320253858e0) + (k_1 - -0.7462955790224572e0) * (k_1 - -0.7462955790224572e0) + (k_2 - -0.9197770154326298e0) * (k_2 - -0.9197770154326298e0) + (k_3 - -0.18689360713479217e0) * (k_3 - -0.18689360713479217e0) + (k_4 - 0.9670261491141819e0) * (k_4 - 0.9670261491141819e0) AS distance_8
  FROM points
),
clustered AS MATERIALIZED (
  SELECT
    distances.*,
    CASE WHEN distance_1 <= distance_2 AND distance_1 <= distance_3 AND distance_1 <= distance_4 AND distance_1 <= distance_5 AND distance_1 <= distance_6 AND distance_1 <= distance_7 AND distance_1 <= distance_8 THEN 1 WHEN distance_2 <= distance_3 AND distance_2 <= distance_4 AND distance_2 <= distance_5 AND distance_2 <= distance_6 AND distance_2 <= distance_7 AND distance_2 <= distance_8 THEN 2 WHEN distance_3 <= distance_4 AND distance_3 <= distance_5 AND distance_3 <= distance_6 AND distance_3 <= distance_7 AND distance_3 <= distance_8 THEN 3 WHEN distance_4 <= distance_5 AND distance_4 <= distance_6 AND distance_4 <= distance_7 AND distance_4 <= distance_8 THEN 4 WHEN distance_5 <= distance_6 AND distance_5 <= distance_7 AND distance_5 <= distance_8 THEN 5 WHEN distance_6 <= distance_7 AND distance_6 <= distance_8 THEN 6 WHEN distance_7 <= distance_8 THEN 7 ELSE 8 END AS cluster
  FROM distances
),
-- What the lifetime model knows of a customer.
lifetime_inputs AS (
  SELECT customer_id, f_frequency AS repeats, f_recency AS recency, f_tenure AS tenure
  FROM clustered
),
lifetimes AS MATERIALIZED (
  SELECT
    lifetime_inputs.*,
    0.5630036643020404e0 + repeats AS now_shape,
    87.91418397747962e0 + tenure AS now_life,
    0.5630036643020404e0 + repeats AS later_shape,
    87.91418397747962e0 + (tenure + 90.0e0) AS later_life,
    0.5630036643020404e0 + (repeats + 1e0) AS again_shape,
    87.91418397747962e0 + (tenure + 90.0e0) AS again_life,
    (73.60181299984976e0 + tenure) AS now_unit,
    LN(1e0 + 365.0e0 / ((73.60181299984976e0 + tenure))) AS now_length,
    73.60181299984976e0 + tenure AS now_seen,
    73.60181299984976e0 + tenure AS now_loss,
    LN(1e0 + (tenure - recency) / (73.60181299984976e0 + recency)) AS now_span,
    (73.60181299984976e0 + (tenure + 90.0e0)) AS later_unit,
    LN(1e0 + 275.0e0 / ((73.60181299984976e0 + (tenure + 90.0e0)))) AS later_length,
    73.60181299984976e0 + (tenure + 90.0e0) AS later_seen,
    73.60181299984976e0 + (tenure + 90.0e0) AS later_loss,
    LN(1e0 + ((tenure + 90.0e0) - recency) / (73.60181299984976e0 + recency)) AS later_span,
    (73.60181299984976e0 + (tenure + 90.0e0)) AS again_unit,
    LN(1e0 + 275.0e0 / ((73.60181299984976e0 + (tenure + 90.0e0)))) AS again_length,
    73.60181299984976e0 + (tenure + 90.0e0) AS again_seen,
    73.60181299984976e0 + (tenure + 90.0e0) AS again_loss,
    LN(1e0 + ((tenure + 90.0e0) - (tenure + 90.0e0)) / (73.60181299984976e0 + (tenure + 90.0e0))) AS again_span
  FROM lifetime_inputs
),
-- The chances of an order, and orders expected.
chances AS MATERIALIZED (
  SELECT
    lifetimes.*,
    1e0 / (1e0 + now_span * (0.0025182728450093943e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.0024063900014893447e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.0024063900014893447e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.0024063900014893447e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.0024063900014893447e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.0024063900014893447e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.0024063900014893447e0 * now_span)))) END) * now_seen * EXP(-0.0024063900014893447e0 * now_span) / (now_seen * EXP(-0.0024063900014893447e0 * now_span))
      + 0.005821933662942373e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.012635722014345263e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.012635722014345263e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.012635722014345263e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.012635722014345263e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.012635722014345263e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.012635722014345263e0 * now_span)))) END) * now_seen * EXP(-0.012635722014345263e0 * now_span) / (now_seen * EXP(-0.012635722014345263e0 * now_span))
      + 0.009034972496872823e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.0308627239986336e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.0308627239986336e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.0308627239986336e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.0308627239986336e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.0308627239986336e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.0308627239986336e0 * now_span)))) END) * now_seen * EXP(-0.0308627239986336e0 * now_span) / (now_seen * EXP(-0.0308627239986336e0 * now_span))
      + 0.012100092013535077e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.056792236497799464e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.056792236497799464e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.056792236497799464e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.056792236497799464e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.056792236497799464e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.056792236497799464e0 * now_span)))) END) * now_seen * EXP(-0.056792236497799464e0 * now_span) / (now_seen * EXP(-0.056792236497799464e0 * now_span))
      + 0.014966616407604641e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.08999900701304853e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.08999900701304853e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.08999900701304853e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.08999900701304853e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.08999900701304853e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.08999900701304853e0 * now_span)))) END) * now_seen * EXP(-0.08999900701304853e0 * now_span) / (now_seen * EXP(-0.08999900701304853e0 * now_span))
      + 0.01758741606878707e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.12993790421072282e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.12993790421072282e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.12993790421072282e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.12993790421072282e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.12993790421072282e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.12993790421072282e0 * now_span)))) END) * now_seen * EXP(-0.12993790421072282e0 * now_span) / (now_seen * EXP(-0.12993790421072282e0 * now_span))
      + 0.019919441153300743e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.17595317403151223e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.17595317403151223e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.17595317403151223e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.17595317403151223e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.17595317403151223e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.17595317403151223e0 * now_span)))) END) * now_seen * EXP(-0.17595317403151223e0 * now_span) / (now_seen * EXP(-0.17595317403151223e0 * now_span))
      + 0.0219243942597332e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.22728926430558022e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.22728926430558022e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.22728926430558022e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.22728926430558022e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.22728926430558022e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.22728926430558022e0 * now_span)))) END) * now_seen * EXP(-0.22728926430558022e0 * now_span) / (now_seen * EXP(-0.22728926430558022e0 * now_span))
      + 0.023569351840824218e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.28310324618697746e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.28310324618697746e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.28310324618697746e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.28310324618697746e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.28310324618697746e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.28310324618697746e0 * now_span)))) END) * now_seen * EXP(-0.28310324618697746e0 * now_span) / (now_seen * EXP(-0.28310324618697746e0 * now_span))
      + 0.024827302706400645e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.3424786601519183e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.3424786601519183e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.3424786601519183e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.3424786601519183e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.3424786601519183e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.3424786601519183e0 * now_span)))) END) * now_seen * EXP(-0.3424786601519183e0 * now_span) / (now_seen * EXP(-0.3424786601519183e0 * now_span))
      + 0.025677590834877594e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.40444056626319186e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.40444056626319186e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.40444056626319186e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.40444056626319186e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.40444056626319186e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.40444056626319186e0 * now_span)))) END) * now_seen * EXP(-0.40444056626319186e0 * now_span) / (now_seen * EXP(-0.40444056626319186e0 * now_span))
      + 0.026106254271479824e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.4679715535686972e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.4679715535686972e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.4679715535686972e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.4679715535686972e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.4679715535686972e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.4679715535686972e0 * now_span)))) END) * now_seen * EXP(-0.4679715535686972e0 * now_span) / (now_seen * EXP(-0.4679715535686972e0 * now_span))
      + 0.026106254271479824e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.5320284464313028e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.5320284464313028e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.5320284464313028e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.5320284464313028e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.5320284464313028e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.5320284464313028e0 * now_span)))) END) * now_seen * EXP(-0.5320284464313028e0 * now_span) / (now_seen * EXP(-0.5320284464313028e0 * now_span))
      + 0.025677590834877594e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.5955594337368082e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.5955594337368082e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.5955594337368082e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.5955594337368082e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.5955594337368082e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.5955594337368082e0 * now_span)))) END) * now_seen * EXP(-0.5955594337368082e0 * now_span) / (now_seen * EXP(-0.5955594337368082e0 * now_span))
      + 0.024827302706400645e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.6575213398480817e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.6575213398480817e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.6575213398480817e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.6575213398480817e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.6575213398480817e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.6575213398480817e0 * now_span)))) END) * now_seen * EXP(-0.6575213398480817e0 * now_span) / (now_seen * EXP(-0.6575213398480817e0 * now_span))
      + 0.023569351840824218e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.7168967538130225e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.7168967538130225e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.7168967538130225e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.7168967538130225e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.7168967538130225e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.7168967538130225e0 * now_span)))) END) * now_seen * EXP(-0.7168967538130225e0 * now_span) / (now_seen * EXP(-0.7168967538130225e0 * now_span))
      + 0.0219243942597332e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.7727107356944198e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.7727107356944198e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.7727107356944198e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.7727107356944198e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.7727107356944198e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.7727107356944198e0 * now_span)))) END) * now_seen * EXP(-0.7727107356944198e0 * now_span) / (now_seen * EXP(-0.7727107356944198e0 * now_span))
      + 0.019919441153300743e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.8240468259684878e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.8240468259684878e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.8240468259684878e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.8240468259684878e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.8240468259684878e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.8240468259684878e0 * now_span)))) END) * now_seen * EXP(-0.8240468259684878e0 * now_span) / (now_seen * EXP(-0.8240468259684878e0 * now_span))
      + 0.01758741606878707e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.8700620957892772e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.8700620957892772e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.8700620957892772e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.8700620957892772e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.8700620957892772e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.8700620957892772e0 * now_span)))) END) * now_seen * EXP(-0.8700620957892772e0 * now_span) / (now_seen * EXP(-0.8700620957892772e0 * now_span))
      + 0.014966616407604641e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9100009929869515e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9100009929869515e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9100009929869515e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9100009929869515e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9100009929869515e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9100009929869515e0 * now_span)))) END) * now_seen * EXP(-0.9100009929869515e0 * now_span) / (now_seen * EXP(-0.9100009929869515e0 * now_span))
      + 0.012100092013535077e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9432077635022005e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9432077635022005e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9432077635022005e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9432077635022005e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9432077635022005e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9432077635022005e0 * now_span)))) END) * now_seen * EXP(-0.9432077635022005e0 * now_span) / (now_seen * EXP(-0.9432077635022005e0 * now_span))
      + 0.009034972496872823e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9691372760013663e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9691372760013663e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9691372760013663e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9691372760013663e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9691372760013663e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9691372760013663e0 * now_span)))) END) * now_seen * EXP(-0.9691372760013663e0 * now_span) / (now_seen * EXP(-0.9691372760013663e0 * now_span))
      + 0.005821933662942373e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9873642779856547e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9873642779856547e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9873642779856547e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9873642779856547e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9873642779856547e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9873642779856547e0 * now_span)))) END) * now_seen * EXP(-0.9873642779856547e0 * now_span) / (now_seen * EXP(-0.9873642779856547e0 * now_span))
      + 0.0025182728450093943e0 * EXP(CASE WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9975936099985107e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9975936099985107e0 * now_span)))) > 7e2 THEN 7e2 WHEN (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9975936099985107e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9975936099985107e0 * now_span)))) < -7e2 THEN -7e2 ELSE (now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(-0.9975936099985107e0 * now_span)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(-0.9975936099985107e0 * now_span)))) END) * now_seen * EXP(-0.9975936099985107e0 * now_span) / (now_seen * EXP(-0.9975936099985107e0 * now_span)))) AS alive,
    1e0 / (1e0 + later_span * (0.0025182728450093943e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.0024063900014893447e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.0024063900014893447e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.0024063900014893447e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.0024063900014893447e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.0024063900014893447e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.0024063900014893447e0 * later_span)))) END) * later_seen * EXP(-0.0024063900014893447e0 * later_span) / (later_seen * EXP(-0.0024063900014893447e0 * later_span))
      + 0.005821933662942373e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.012635722014345263e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.012635722014345263e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.012635722014345263e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.012635722014345263e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.012635722014345263e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.012635722014345263e0 * later_span)))) END) * later_seen * EXP(-0.012635722014345263e0 * later_span) / (later_seen * EXP(-0.012635722014345263e0 * later_span))
      + 0.009034972496872823e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.0308627239986336e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.0308627239986336e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.0308627239986336e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.0308627239986336e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.0308627239986336e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.0308627239986336e0 * later_span)))) END) * later_seen * EXP(-0.0308627239986336e0 * later_span) / (later_seen * EXP(-0.0308627239986336e0 * later_span))
      + 0.012100092013535077e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.056792236497799464e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.056792236497799464e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.056792236497799464e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.056792236497799464e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.056792236497799464e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.056792236497799464e0 * later_span)))) END) * later_seen * EXP(-0.056792236497799464e0 * later_span) / (later_seen * EXP(-0.056792236497799464e0 * later_span))
      + 0.014966616407604641e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.08999900701304853e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.08999900701304853e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.08999900701304853e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.08999900701304853e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.08999900701304853e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.08999900701304853e0 * later_span)))) END) * later_seen * EXP(-0.08999900701304853e0 * later_span) / (later_seen * EXP(-0.08999900701304853e0 * later_span))
      + 0.01758741606878707e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.12993790421072282e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.12993790421072282e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.12993790421072282e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.12993790421072282e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.12993790421072282e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.12993790421072282e0 * later_span)))) END) * later_seen * EXP(-0.12993790421072282e0 * later_span) / (later_seen * EXP(-0.12993790421072282e0 * later_span))
      + 0.019919441153300743e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.17595317403151223e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.17595317403151223e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.17595317403151223e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.17595317403151223e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.17595317403151223e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.17595317403151223e0 * later_span)))) END) * later_seen * EXP(-0.17595317403151223e0 * later_span) / (later_seen * EXP(-0.17595317403151223e0 * later_span))
      + 0.0219243942597332e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.22728926430558022e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.22728926430558022e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.22728926430558022e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.22728926430558022e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.22728926430558022e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.22728926430558022e0 * later_span)))) END) * later_seen * EXP(-0.22728926430558022e0 * later_span) / (later_seen * EXP(-0.22728926430558022e0 * later_span))
      + 0.023569351840824218e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.28310324618697746e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.28310324618697746e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.28310324618697746e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.28310324618697746e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.28310324618697746e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.28310324618697746e0 * later_span)))) END) * later_seen * EXP(-0.28310324618697746e0 * later_span) / (later_seen * EXP(-0.28310324618697746e0 * later_span))
      + 0.024827302706400645e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.3424786601519183e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.3424786601519183e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.3424786601519183e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.3424786601519183e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.3424786601519183e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.3424786601519183e0 * later_span)))) END) * later_seen * EXP(-0.3424786601519183e0 * later_span) / (later_seen * EXP(-0.3424786601519183e0 * later_span))
      + 0.025677590834877594e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.40444056626319186e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.40444056626319186e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.40444056626319186e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.40444056626319186e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.40444056626319186e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.40444056626319186e0 * later_span)))) END) * later_seen * EXP(-0.40444056626319186e0 * later_span) / (later_seen * EXP(-0.40444056626319186e0 * later_span))
      + 0.026106254271479824e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.4679715535686972e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.4679715535686972e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.4679715535686972e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.4679715535686972e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.4679715535686972e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.4679715535686972e0 * later_span)))) END) * later_seen * EXP(-0.4679715535686972e0 * later_span) / (later_seen * EXP(-0.4679715535686972e0 * later_span))
      + 0.026106254271479824e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.5320284464313028e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.5320284464313028e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.5320284464313028e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.5320284464313028e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.5320284464313028e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.5320284464313028e0 * later_span)))) END) * later_seen * EXP(-0.5320284464313028e0 * later_span) / (later_seen * EXP(-0.5320284464313028e0 * later_span))
      + 0.025677590834877594e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.5955594337368082e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.5955594337368082e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.5955594337368082e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.5955594337368082e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.5955594337368082e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.5955594337368082e0 * later_span)))) END) * later_seen * EXP(-0.5955594337368082e0 * later_span) / (later_seen * EXP(-0.5955594337368082e0 * later_span))
      + 0.024827302706400645e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.6575213398480817e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.6575213398480817e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.6575213398480817e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.6575213398480817e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.6575213398480817e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.6575213398480817e0 * later_span)))) END) * later_seen * EXP(-0.6575213398480817e0 * later_span) / (later_seen * EXP(-0.6575213398480817e0 * later_span))
      + 0.023569351840824218e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.7168967538130225e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.7168967538130225e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.7168967538130225e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.7168967538130225e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.7168967538130225e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.7168967538130225e0 * later_span)))) END) * later_seen * EXP(-0.7168967538130225e0 * later_span) / (later_seen * EXP(-0.7168967538130225e0 * later_span))
      + 0.0219243942597332e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.7727107356944198e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.7727107356944198e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.7727107356944198e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.7727107356944198e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.7727107356944198e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.7727107356944198e0 * later_span)))) END) * later_seen * EXP(-0.7727107356944198e0 * later_span) / (later_seen * EXP(-0.7727107356944198e0 * later_span))
      + 0.019919441153300743e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.8240468259684878e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.8240468259684878e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.8240468259684878e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.8240468259684878e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.8240468259684878e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.8240468259684878e0 * later_span)))) END) * later_seen * EXP(-0.8240468259684878e0 * later_span) / (later_seen * EXP(-0.8240468259684878e0 * later_span))
      + 0.01758741606878707e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.8700620957892772e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.8700620957892772e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.8700620957892772e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.8700620957892772e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.8700620957892772e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.8700620957892772e0 * later_span)))) END) * later_seen * EXP(-0.8700620957892772e0 * later_span) / (later_seen * EXP(-0.8700620957892772e0 * later_span))
      + 0.014966616407604641e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9100009929869515e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9100009929869515e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9100009929869515e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9100009929869515e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9100009929869515e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9100009929869515e0 * later_span)))) END) * later_seen * EXP(-0.9100009929869515e0 * later_span) / (later_seen * EXP(-0.9100009929869515e0 * later_span))
      + 0.012100092013535077e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9432077635022005e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9432077635022005e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9432077635022005e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9432077635022005e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9432077635022005e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9432077635022005e0 * later_span)))) END) * later_seen * EXP(-0.9432077635022005e0 * later_span) / (later_seen * EXP(-0.9432077635022005e0 * later_span))
      + 0.009034972496872823e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9691372760013663e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9691372760013663e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9691372760013663e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9691372760013663e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9691372760013663e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9691372760013663e0 * later_span)))) END) * later_seen * EXP(-0.9691372760013663e0 * later_span) / (later_seen * EXP(-0.9691372760013663e0 * later_span))
      + 0.005821933662942373e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9873642779856547e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9873642779856547e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9873642779856547e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9873642779856547e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9873642779856547e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9873642779856547e0 * later_span)))) END) * later_seen * EXP(-0.9873642779856547e0 * later_span) / (later_seen * EXP(-0.9873642779856547e0 * later_span))
      + 0.0025182728450093943e0 * EXP(CASE WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9975936099985107e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9975936099985107e0 * later_span)))) > 7e2 THEN 7e2 WHEN (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9975936099985107e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9975936099985107e0 * later_span)))) < -7e2 THEN -7e2 ELSE (later_shape * LN(later_life / ((14.312370977629868e0 + later_seen * EXP(-0.9975936099985107e0 * later_span)))) + 0.4081072771227352e0 * LN(later_loss / (later_seen * EXP(-0.9975936099985107e0 * later_span)))) END) * later_seen * EXP(-0.9975936099985107e0 * later_span) / (later_seen * EXP(-0.9975936099985107e0 * later_span)))) AS later_alive,
    1e0 AS again_alive,
    CASE WHEN now_shape * LN(1e0 + 90.0e0 / now_life) + 0.4081072771227352e0 * LN(1e0 + 90.0e0 / now_loss) <= 400.0e0 THEN LN(1e0 + 90.0e0 / now_seen) * (0.0008485143566173143e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0003312207815109394e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0003312207815109394e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.0003312207815109394e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.0003312207815109394e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.001945422623082743e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0017320305289614812e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0017320305289614812e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.0017320305289614812e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.0017320305289614812e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.002973703490077903e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.004199024925380258e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.004199024925380258e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.004199024925380258e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.004199024925380258e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.003894655351735436e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.007643612238906156e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.007643612238906156e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.007643612238906156e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.007643612238906156e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.004674874650518026e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.011941367362417382e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.011941367362417382e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.011941367362417382e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.011941367362417382e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.00528614123109383e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.016936975698211645e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.016936975698211645e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.016936975698211645e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.016936975698211645e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.005706356720153863e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.02244988903814816e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.02244988903814816e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.02244988903814816e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.02244988903814816e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.00592033157672089e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.02828085906757383e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.02828085906757383e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.02828085906757383e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.02828085906757383e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.00592033157672089e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.03421914093242617e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.03421914093242617e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.03421914093242617e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.03421914093242617e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.005706356720153863e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.04005011096185184e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.04005011096185184e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.04005011096185184e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.04005011096185184e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.00528614123109383e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.04556302430178835e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.04556302430178835e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.04556302430178835e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.04556302430178835e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.004674874650518026e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.05055863263758262e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.05055863263758262e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.05055863263758262e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.05055863263758262e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.003894655351735436e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.05485638776109385e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.05485638776109385e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.05485638776109385e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.05485638776109385e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.002973703490077903e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.058300975074619746e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.058300975074619746e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.058300975074619746e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.058300975074619746e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.001945422623082743e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.06076796947103852e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.06076796947103852e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.06076796947103852e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.06076796947103852e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.0008485143566173143e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.06216877921848906e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.06216877921848906e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.06216877921848906e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.06216877921848906e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.0025455430698519427e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.06349366234453283e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.06349366234453283e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.06349366234453283e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.06349366234453283e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.005836267869248229e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.06769609158688444e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.06769609158688444e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.06769609158688444e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.06769609158688444e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.008921110470233709e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.07509707477614078e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.07509707477614078e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.07509707477614078e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.07509707477614078e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.011683966055206307e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08543083671671847e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08543083671671847e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.08543083671671847e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.08543083671671847e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.014024623951554077e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.09832410208725215e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.09832410208725215e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.09832410208725215e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.09832410208725215e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.01585842369328149e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.11331092709463493e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.11331092709463493e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.11331092709463493e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.11331092709463493e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.01711907016046159e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12984966711444448e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12984966711444448e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.12984966711444448e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.12984966711444448e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.01776099473016267e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.14734257720272148e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.14734257720272148e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.14734257720272148e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.14734257720272148e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.01776099473016267e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.16515742279727852e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.16515742279727852e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.16515742279727852e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.16515742279727852e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.01711907016046159e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.18265033288555552e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.18265033288555552e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.18265033288555552e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.18265033288555552e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.01585842369328149e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.19918907290536506e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.19918907290536506e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.19918907290536506e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.19918907290536506e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.014024623951554077e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.21417589791274785e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.21417589791274785e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.21417589791274785e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.21417589791274785e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.011683966055206307e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22706916328328153e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22706916328328153e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.22706916328328153e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.22706916328328153e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.008921110470233709e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.23740292522385925e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.23740292522385925e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.23740292522385925e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.23740292522385925e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.005836267869248229e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.24480390841311556e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.24480390841311556e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.24480390841311556e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.24480390841311556e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.0025455430698519427e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.24900633765546717e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.24900633765546717e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.24900633765546717e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.24900633765546717e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.010182172279407771e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.2539746493781313e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.2539746493781313e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.2539746493781313e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.2539746493781313e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.023345071476992916e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.2707843663475378e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.2707843663475378e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.2707843663475378e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.2707843663475378e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.035684441880934836e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3003882991045631e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3003882991045631e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.3003882991045631e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.3003882991045631e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.04673586422082523e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3417233468668739e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3417233468668739e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.3417233468668739e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.3417233468668739e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.05609849580621631e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3932964083490086e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3932964083490086e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.3932964083490086e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.3932964083490086e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.06343369477312596e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4532437083785397e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4532437083785397e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.4532437083785397e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.4532437083785397e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.06847628064184635e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5193986684577779e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5193986684577779e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.5193986684577779e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.5193986684577779e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.07104397892065067e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5893703088108859e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5893703088108859e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.5893703088108859e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.5893703088108859e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.07104397892065067e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6606296911891141e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6606296911891141e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.6606296911891141e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.6606296911891141e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.06847628064184635e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7306013315422221e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7306013315422221e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.7306013315422221e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.7306013315422221e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.06343369477312596e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7967562916214602e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7967562916214602e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.7967562916214602e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.7967562916214602e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.05609849580621631e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8567035916509914e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8567035916509914e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.8567035916509914e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.8567035916509914e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.04673586422082523e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9082766531331261e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9082766531331261e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.9082766531331261e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.9082766531331261e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.035684441880934836e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.949611700895437e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.949611700895437e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.949611700895437e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.949611700895437e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.023345071476992916e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9792156336524622e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9792156336524622e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.9792156336524622e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.9792156336524622e0 * LN(1e0 + 90.0e0 / now_seen))))
      + 0.010182172279407771e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9960253506218687e0 * LN(1e0 + 90.0e0 / now_seen))))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9960253506218687e0 * LN(1e0 + 90.0e0 / now_seen))))) * now_seen * EXP(0.9960253506218687e0 * LN(1e0 + 90.0e0 / now_seen)) / ((14.312370977629868e0 + now_seen * EXP(0.9960253506218687e0 * LN(1e0 + 90.0e0 / now_seen))))) END AS order_if_alive,
    now_shape / now_life * now_loss * (1e0 - EXP(CASE WHEN 0.5918927228772648e0 * LN(1e0 + 90.0e0 / now_loss) > 7e2 THEN 7e2 WHEN 0.5918927228772648e0 * LN(1e0 + 90.0e0 / now_loss) < -7e2 THEN -7e2 ELSE 0.5918927228772648e0 * LN(1e0 + 90.0e0 / now_loss) END)) / -0.5918927228772648e0 AS first_orders,
    now_shape / now_life * now_loss * (1e0 - EXP(CASE WHEN 0.5918927228772648e0 * LN(1e0 + 180.0e0 / now_loss) > 7e2 THEN 7e2 WHEN 0.5918927228772648e0 * LN(1e0 + 180.0e0 / now_loss) < -7e2 THEN -7e2 ELSE 0.5918927228772648e0 * LN(1e0 + 180.0e0 / now_loss) END)) / -0.5918927228772648e0 AS period_orders,
    now_shape / now_life * now_loss * (1e0 - EXP(CASE WHEN 0.5918927228772648e0 * LN(1e0 + 365.0e0 / now_loss) > 7e2 THEN 7e2 WHEN 0.5918927228772648e0 * LN(1e0 + 365.0e0 / now_loss) < -7e2 THEN -7e2 ELSE 0.5918927228772648e0 * LN(1e0 + 365.0e0 / now_loss) END)) / -0.5918927228772648e0 AS all_orders,
    now_shape / now_life * now_length * now_unit * (0.006170614899993667e0 * EXP(0.5918927228772648e0 * 0.0024063900014893447e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.0024063900014893447e0 * now_length) - 1e0))
      + 0.014265694314466906e0 * EXP(0.5918927228772648e0 * 0.012635722014345263e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.012635722014345263e0 * now_length) - 1e0))
      + 0.022138719408709838e0 * EXP(0.5918927228772648e0 * 0.0308627239986336e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.0308627239986336e0 * now_length) - 1e0))
      + 0.02964929245771833e0 * EXP(0.5918927228772648e0 * 0.056792236497799464e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.056792236497799464e0 * now_length) - 1e0))
      + 0.036673240705540136e0 * EXP(0.5918927228772648e0 * 0.08999900701304853e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.08999900701304853e0 * now_length) - 1e0))
      + 0.04309508076597661e0 * EXP(0.5918927228772648e0 * 0.12993790421072282e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.12993790421072282e0 * now_length) - 1e0))
      + 0.04880932605205695e0 * EXP(0.5918927228772648e0 * 0.17595317403151223e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.17595317403151223e0 * now_length) - 1e0))
      + 0.05372213505798281e0 * EXP(0.5918927228772648e0 * 0.22728926430558022e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.22728926430558022e0 * now_length) - 1e0))
      + 0.05775283402686277e0 * EXP(0.5918927228772648e0 * 0.28310324618697746e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.28310324618697746e0 * now_length) - 1e0))
      + 0.060835236463901675e0 * EXP(0.5918927228772648e0 * 0.3424786601519183e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.3424786601519183e0 * now_length) - 1e0))
      + 0.06291872817341419e0 * EXP(0.5918927228772648e0 * 0.40444056626319186e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.40444056626319186e0 * now_length) - 1e0))
      + 0.06396909767337612e0 * EXP(0.5918927228772648e0 * 0.4679715535686972e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.4679715535686972e0 * now_length) - 1e0))
      + 0.06396909767337612e0 * EXP(0.5918927228772648e0 * 0.5320284464313028e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.5320284464313028e0 * now_length) - 1e0))
      + 0.06291872817341419e0 * EXP(0.5918927228772648e0 * 0.5955594337368082e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.5955594337368082e0 * now_length) - 1e0))
      + 0.060835236463901675e0 * EXP(0.5918927228772648e0 * 0.6575213398480817e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.6575213398480817e0 * now_length) - 1e0))
      + 0.05775283402686277e0 * EXP(0.5918927228772648e0 * 0.7168967538130225e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.7168967538130225e0 * now_length) - 1e0))
      + 0.05372213505798281e0 * EXP(0.5918927228772648e0 * 0.7727107356944198e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.7727107356944198e0 * now_length) - 1e0))
      + 0.04880932605205695e0 * EXP(0.5918927228772648e0 * 0.8240468259684878e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.8240468259684878e0 * now_length) - 1e0))
      + 0.04309508076597661e0 * EXP(0.5918927228772648e0 * 0.8700620957892772e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.8700620957892772e0 * now_length) - 1e0))
      + 0.036673240705540136e0 * EXP(0.5918927228772648e0 * 0.9100009929869515e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.9100009929869515e0 * now_length) - 1e0))
      + 0.02964929245771833e0 * EXP(0.5918927228772648e0 * 0.9432077635022005e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.9432077635022005e0 * now_length) - 1e0))
      + 0.022138719408709838e0 * EXP(0.5918927228772648e0 * 0.9691372760013663e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.9691372760013663e0 * now_length) - 1e0))
      + 0.014265694314466906e0 * EXP(0.5918927228772648e0 * 0.9873642779856547e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.9873642779856547e0 * now_length) - 1e0))
      + 0.006170614899993667e0 * EXP(0.5918927228772648e0 * 0.9975936099985107e0 * now_length - 0.00026112378028582156e0 * now_unit * (EXP(0.9975936099985107e0 * now_length) - 1e0))) AS all_orders_discounted,
    later_shape / later_life * later_loss * (1e0 - EXP(CASE WHEN 0.5918927228772648e0 * LN(1e0 + 275.0e0 / later_loss) > 7e2 THEN 7e2 WHEN 0.5918927228772648e0 * LN(1e0 + 275.0e0 / later_loss) < -7e2 THEN -7e2 ELSE 0.5918927228772648e0 * LN(1e0 + 275.0e0 / later_loss) END)) / -0.5918927228772648e0 AS later_orders,
    later_shape / later_life * later_length * later_unit * (0.006170614899993667e0 * EXP(0.5918927228772648e0 * 0.0024063900014893447e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.0024063900014893447e0 * later_length) - 1e0))
      + 0.014265694314466906e0 * EXP(0.5918927228772648e0 * 0.012635722014345263e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.012635722014345263e0 * later_length) - 1e0))
      + 0.022138719408709838e0 * EXP(0.5918927228772648e0 * 0.0308627239986336e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.0308627239986336e0 * later_length) - 1e0))
      + 0.02964929245771833e0 * EXP(0.5918927228772648e0 * 0.056792236497799464e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.056792236497799464e0 * later_length) - 1e0))
      + 0.036673240705540136e0 * EXP(0.5918927228772648e0 * 0.08999900701304853e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.08999900701304853e0 * later_length) - 1e0))
      + 0.04309508076597661e0 * EXP(0.5918927228772648e0 * 0.12993790421072282e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.12993790421072282e0 * later_length) - 1e0))
      + 0.04880932605205695e0 * EXP(0.5918927228772648e0 * 0.17595317403151223e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.17595317403151223e0 * later_length) - 1e0))
      + 0.05372213505798281e0 * EXP(0.5918927228772648e0 * 0.22728926430558022e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.22728926430558022e0 * later_length) - 1e0))
      + 0.05775283402686277e0 * EXP(0.5918927228772648e0 * 0.28310324618697746e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.28310324618697746e0 * later_length) - 1e0))
      + 0.060835236463901675e0 * EXP(0.5918927228772648e0 * 0.3424786601519183e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.3424786601519183e0 * later_length) - 1e0))
      + 0.06291872817341419e0 * EXP(0.5918927228772648e0 * 0.40444056626319186e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.40444056626319186e0 * later_length) - 1e0))
      + 0.06396909767337612e0 * EXP(0.5918927228772648e0 * 0.4679715535686972e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.4679715535686972e0 * later_length) - 1e0))
      + 0.06396909767337612e0 * EXP(0.5918927228772648e0 * 0.5320284464313028e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.5320284464313028e0 * later_length) - 1e0))
      + 0.06291872817341419e0 * EXP(0.5918927228772648e0 * 0.5955594337368082e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.5955594337368082e0 * later_length) - 1e0))
      + 0.060835236463901675e0 * EXP(0.5918927228772648e0 * 0.6575213398480817e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.6575213398480817e0 * later_length) - 1e0))
      + 0.05775283402686277e0 * EXP(0.5918927228772648e0 * 0.7168967538130225e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.7168967538130225e0 * later_length) - 1e0))
      + 0.05372213505798281e0 * EXP(0.5918927228772648e0 * 0.7727107356944198e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.7727107356944198e0 * later_length) - 1e0))
      + 0.04880932605205695e0 * EXP(0.5918927228772648e0 * 0.8240468259684878e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.8240468259684878e0 * later_length) - 1e0))
      + 0.04309508076597661e0 * EXP(0.5918927228772648e0 * 0.8700620957892772e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.8700620957892772e0 * later_length) - 1e0))
      + 0.036673240705540136e0 * EXP(0.5918927228772648e0 * 0.9100009929869515e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.9100009929869515e0 * later_length) - 1e0))
      + 0.02964929245771833e0 * EXP(0.5918927228772648e0 * 0.9432077635022005e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.9432077635022005e0 * later_length) - 1e0))
      + 0.022138719408709838e0 * EXP(0.5918927228772648e0 * 0.9691372760013663e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.9691372760013663e0 * later_length) - 1e0))
      + 0.014265694314466906e0 * EXP(0.5918927228772648e0 * 0.9873642779856547e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.9873642779856547e0 * later_length) - 1e0))
      + 0.006170614899993667e0 * EXP(0.5918927228772648e0 * 0.9975936099985107e0 * later_length - 0.00026112378028582156e0 * later_unit * (EXP(0.9975936099985107e0 * later_length) - 1e0))) AS later_orders_discounted,
    again_shape / again_life * again_loss * (1e0 - EXP(CASE WHEN 0.5918927228772648e0 * LN(1e0 + 275.0e0 / again_loss) > 7e2 THEN 7e2 WHEN 0.5918927228772648e0 * LN(1e0 + 275.0e0 / again_loss) < -7e2 THEN -7e2 ELSE 0.5918927228772648e0 * LN(1e0 + 275.0e0 / again_loss) END)) / -0.5918927228772648e0 AS again_orders,
    again_shape / again_life * again_length * again_unit * (0.006170614899993667e0 * EXP(0.5918927228772648e0 * 0.0024063900014893447e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.0024063900014893447e0 * again_length) - 1e0))
      + 0.014265694314466906e0 * EXP(0.5918927228772648e0 * 0.012635722014345263e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.012635722014345263e0 * again_length) - 1e0))
      + 0.022138719408709838e0 * EXP(0.5918927228772648e0 * 0.0308627239986336e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.0308627239986336e0 * again_length) - 1e0))
      + 0.02964929245771833e0 * EXP(0.5918927228772648e0 * 0.056792236497799464e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.056792236497799464e0 * again_length) - 1e0))
      + 0.036673240705540136e0 * EXP(0.5918927228772648e0 * 0.08999900701304853e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.08999900701304853e0 * again_length) - 1e0))
      + 0.04309508076597661e0 * EXP(0.5918927228772648e0 * 0.12993790421072282e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.12993790421072282e0 * again_length) - 1e0))
      + 0.04880932605205695e0 * EXP(0.5918927228772648e0 * 0.17595317403151223e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.17595317403151223e0 * again_length) - 1e0))
      + 0.05372213505798281e0 * EXP(0.5918927228772648e0 * 0.22728926430558022e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.22728926430558022e0 * again_length) - 1e0))
      + 0.05775283402686277e0 * EXP(0.5918927228772648e0 * 0.28310324618697746e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.28310324618697746e0 * again_length) - 1e0))
      + 0.060835236463901675e0 * EXP(0.5918927228772648e0 * 0.3424786601519183e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.3424786601519183e0 * again_length) - 1e0))
      + 0.06291872817341419e0 * EXP(0.5918927228772648e0 * 0.40444056626319186e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.40444056626319186e0 * again_length) - 1e0))
      + 0.06396909767337612e0 * EXP(0.5918927228772648e0 * 0.4679715535686972e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.4679715535686972e0 * again_length) - 1e0))
      + 0.06396909767337612e0 * EXP(0.5918927228772648e0 * 0.5320284464313028e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.5320284464313028e0 * again_length) - 1e0))
      + 0.06291872817341419e0 * EXP(0.5918927228772648e0 * 0.5955594337368082e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.5955594337368082e0 * again_length) - 1e0))
      + 0.060835236463901675e0 * EXP(0.5918927228772648e0 * 0.6575213398480817e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.6575213398480817e0 * again_length) - 1e0))
      + 0.05775283402686277e0 * EXP(0.5918927228772648e0 * 0.7168967538130225e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.7168967538130225e0 * again_length) - 1e0))
      + 0.05372213505798281e0 * EXP(0.5918927228772648e0 * 0.7727107356944198e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.7727107356944198e0 * again_length) - 1e0))
      + 0.04880932605205695e0 * EXP(0.5918927228772648e0 * 0.8240468259684878e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.8240468259684878e0 * again_length) - 1e0))
      + 0.04309508076597661e0 * EXP(0.5918927228772648e0 * 0.8700620957892772e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.8700620957892772e0 * again_length) - 1e0))
      + 0.036673240705540136e0 * EXP(0.5918927228772648e0 * 0.9100009929869515e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.9100009929869515e0 * again_length) - 1e0))
      + 0.02964929245771833e0 * EXP(0.5918927228772648e0 * 0.9432077635022005e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.9432077635022005e0 * again_length) - 1e0))
      + 0.022138719408709838e0 * EXP(0.5918927228772648e0 * 0.9691372760013663e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.9691372760013663e0 * again_length) - 1e0))
      + 0.014265694314466906e0 * EXP(0.5918927228772648e0 * 0.9873642779856547e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.9873642779856547e0 * again_length) - 1e0))
      + 0.006170614899993667e0 * EXP(0.5918927228772648e0 * 0.9975936099985107e0 * again_length - 0.00026112378028582156e0 * again_unit * (EXP(0.9975936099985107e0 * again_length) - 1e0))) AS again_orders_discounted
  FROM lifetimes
),
-- Orders by whether one comes within the churn horizon.
splits AS (
  SELECT chances.*, alive * order_if_alive AS ordering,
    later_alive * later_orders AS if_not,
    0.9767728609266664e0 * later_alive * later_orders_discounted
      AS if_not_discounted,
    CASE WHEN alive * order_if_alive > 1e-290 AND order_if_alive > 1e-9 * all_orders THEN 1 ELSE 0 END AS is_usual
  FROM chances
  WHERE order_if_alive IS NOT NULL AND first_orders IS NOT NULL AND period_orders IS NOT NULL AND all_orders IS NOT NULL AND all_orders_discounted IS NOT NULL AND later_orders IS NOT NULL AND later_orders_discounted IS NOT NULL AND again_orders IS NOT NULL AND again_orders_discounted IS NOT NULL
),
keeps AS (
  SELECT
    splits.*,
    CASE WHEN is_usual = 1 AND first_orders > order_if_alive THEN first_orders / order_if_alive ELSE 1e0 END AS first_if_kept,
    CASE WHEN is_usual = 1 THEN (all_orders - 1.0e0 * (1e0 - ordering) * (later_alive / alive) * later_orders) / order_if_alive ELSE 1.0e0 * (1e0 + again_alive * again_orders) END AS plain_kept,
    CASE WHEN is_usual = 1 THEN (all_orders_discounted - 0.9767728609266664e0 * (1e0 - ordering) * (later_alive / alive) * later_orders_discounted) / order_if_alive ELSE 0.9767728609266664e0 * (1e0 + again_alive * again_orders_discounted) END AS plain_kept_discounted,
    if_not + CASE WHEN is_usual = 1 THEN 0e0 ELSE 1e0 END AS least_kept,
    if_not_discounted + CASE WHEN is_usual = 1 THEN 0e0 ELSE 0.9767728609266664e0 END AS least_kept_discounted
  FROM splits
),
kept AS (
  SELECT
    keeps.*,
    CASE WHEN plain_kept > least_kept AND plain_kept > first_if_kept THEN plain_kept WHEN least_kept > first_if_kept THEN least_kept ELSE first_if_kept END AS if_kept,
    CASE WHEN plain_kept_discounted > least_kept_discounted THEN plain_kept_discounted ELSE least_kept_discounted END AS if_kept_discounted
  FROM keeps
),
forecasts AS MATERIALIZED (
  SELECT
    kept.*,
    ordering * if_kept + (1e0 - ordering) * if_not AS expected_orders,
    if_kept_discounted / if_kept AS kept_discount,
    CASE WHEN if_not > 0e0 THEN if_not_discounted / if_not ELSE 1e0 END AS not_discount,
    CASE WHEN period_orders > 0e0 THEN all_orders / period_orders ELSE 2.0277777777777777e0 END AS growth
  FROM kept
),
-- Whose order within a year may be as likely as not.
next_years AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss,
    CASE WHEN now_life * (EXP(CASE WHEN 30.0e0 / now_shape > 7e2 THEN 7e2 WHEN 30.0e0 / now_shape < -7e2 THEN -7e2 ELSE 30.0e0 / now_shape END) - 1e0) < now_loss * 8.414408823455903e+31 THEN now_life * (EXP(CASE WHEN 30.0e0 / now_shape > 7e2 THEN 7e2 WHEN 30.0e0 / now_shape < -7e2 THEN -7e2 ELSE 30.0e0 / now_shape END) - 1e0) ELSE now_loss * 8.414408823455903e+31 END AS far_day,
    0e0 AS low_day, 365.0e0 AS high_day, 365.0e0 AS middle_day
  FROM chances
  WHERE alive > 5e-1
),
next_reach_0 AS (
  SELECT
    next_years.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_years
),
next_chance_0 AS (
  SELECT
    next_reach_0.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_0
),
next_days_0 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day AS low_day, CASE WHEN chance >= 5e-1 THEN high_day END AS high_day FROM next_chance_0) days
),
next_reach_1 AS (
  SELECT
    next_days_0.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_days_0
),
next_chance_1 AS (
  SELECT
    next_reach_1.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_1
),
next_days_1 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, CASE WHEN chance >= 5e-1 THEN low_day ELSE middle_day END AS low_day, CASE WHEN chance >= 5e-1 THEN middle_day ELSE high_day END AS high_day FROM next_chance_1) days
),
next_reach_2 AS (
  SELECT
    next_days_1.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_days_1
),
next_chance_2 AS (
  SELECT
    next_reach_2.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_2
),
next_days_2 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, CASE WHEN chance >= 5e-1 THEN low_day ELSE middle_day END AS low_day, CASE WHEN chance >= 5e-1 THEN middle_day ELSE high_day END AS high_day FROM next_chance_2) days
),
next_reach_3 AS (
  SELECT
    next_days_2.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_days_2
),
next_chance_3 AS (
  SELECT
    next_reach_3.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_3
),
next_days_3 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, CASE WHEN chance >= 5e-1 THEN low_day ELSE middle_day END AS low_day, CASE WHEN chance >= 5e-1 THEN middle_day ELSE high_day END AS high_day FROM next_chance_3) days
),
next_reach_4 AS (
  SELECT
    next_days_3.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_days_3
),
next_chance_4 AS (
  SELECT
    next_reach_4.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_4
),
next_days_4 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, CASE WHEN chance >= 5e-1 THEN low_day ELSE middle_day END AS low_day, CASE WHEN chance >= 5e-1 THEN middle_day ELSE high_day END AS high_day FROM next_chance_4) days
),
next_reach_5 AS (
  SELECT
    next_days_4.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_days_4
),
next_chance_5 AS (
  SELECT
    next_reach_5.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_5
),
next_days_5 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, CASE WHEN chance >= 5e-1 THEN low_day ELSE middle_day END AS low_day, CASE WHEN chance >= 5e-1 THEN middle_day ELSE high_day END AS high_day FROM next_chance_5) days
),
next_reach_6 AS (
  SELECT
    next_days_5.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_days_5
),
next_chance_6 AS (
  SELECT
    next_reach_6.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_6
),
next_days_6 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, CASE WHEN chance >= 5e-1 THEN low_day ELSE middle_day END AS low_day, CASE WHEN chance >= 5e-1 THEN middle_day ELSE high_day END AS high_day FROM next_chance_6) days
),
next_reach_7 AS (
  SELECT
    next_days_6.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_days_6
),
next_chance_7 AS (
  SELECT
    next_reach_7.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_7
),
next_days_7 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, CASE WHEN chance >= 5e-1 THEN low_day ELSE middle_day END AS low_day, CASE WHEN chance >= 5e-1 THEN middle_day ELSE high_day END AS high_day FROM next_chance_7) days
),
next_reach_8 AS (
  SELECT
    next_days_7.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_days_7
),
next_chance_8 AS (
  SELECT
    next_reach_8.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_8
),
next_days_8 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, CASE WHEN chance >= 5e-1 THEN low_day ELSE middle_day END AS low_day, CASE WHEN chance >= 5e-1 THEN middle_day ELSE high_day END AS high_day FROM next_chance_8) days
),
next_reach_9 AS (
  SELECT
    next_days_8.*,
    LN(1e0 + (CASE WHEN middle_day < far_day THEN middle_day ELSE far_day END) / now_seen) AS reach
  FROM next_days_8
),
next_chance_9 AS (
  SELECT
    next_reach_9.*,
    alive * reach * (0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0024063900014893447e0 * reach)))) * now_seen * EXP(0.0024063900014893447e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0024063900014893447e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.012635722014345263e0 * reach)))) * now_seen * EXP(0.012635722014345263e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.012635722014345263e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.0308627239986336e0 * reach)))) * now_seen * EXP(0.0308627239986336e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.0308627239986336e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.056792236497799464e0 * reach)))) * now_seen * EXP(0.056792236497799464e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.056792236497799464e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.08999900701304853e0 * reach)))) * now_seen * EXP(0.08999900701304853e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.08999900701304853e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.12993790421072282e0 * reach)))) * now_seen * EXP(0.12993790421072282e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.12993790421072282e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.17595317403151223e0 * reach)))) * now_seen * EXP(0.17595317403151223e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.17595317403151223e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.22728926430558022e0 * reach)))) * now_seen * EXP(0.22728926430558022e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.22728926430558022e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.28310324618697746e0 * reach)))) * now_seen * EXP(0.28310324618697746e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.28310324618697746e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.3424786601519183e0 * reach)))) * now_seen * EXP(0.3424786601519183e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.3424786601519183e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.40444056626319186e0 * reach)))) * now_seen * EXP(0.40444056626319186e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.40444056626319186e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.4679715535686972e0 * reach)))) * now_seen * EXP(0.4679715535686972e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.4679715535686972e0 * reach)))
      + 0.06396909767337612e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5320284464313028e0 * reach)))) * now_seen * EXP(0.5320284464313028e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5320284464313028e0 * reach)))
      + 0.06291872817341419e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.5955594337368082e0 * reach)))) * now_seen * EXP(0.5955594337368082e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.5955594337368082e0 * reach)))
      + 0.060835236463901675e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.6575213398480817e0 * reach)))) * now_seen * EXP(0.6575213398480817e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.6575213398480817e0 * reach)))
      + 0.05775283402686277e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7168967538130225e0 * reach)))) * now_seen * EXP(0.7168967538130225e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7168967538130225e0 * reach)))
      + 0.05372213505798281e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.7727107356944198e0 * reach)))) * now_seen * EXP(0.7727107356944198e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.7727107356944198e0 * reach)))
      + 0.04880932605205695e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8240468259684878e0 * reach)))) * now_seen * EXP(0.8240468259684878e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8240468259684878e0 * reach)))
      + 0.04309508076597661e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.8700620957892772e0 * reach)))) * now_seen * EXP(0.8700620957892772e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.8700620957892772e0 * reach)))
      + 0.036673240705540136e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9100009929869515e0 * reach)))) * now_seen * EXP(0.9100009929869515e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9100009929869515e0 * reach)))
      + 0.02964929245771833e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9432077635022005e0 * reach)))) * now_seen * EXP(0.9432077635022005e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9432077635022005e0 * reach)))
      + 0.022138719408709838e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9691372760013663e0 * reach)))) * now_seen * EXP(0.9691372760013663e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9691372760013663e0 * reach)))
      + 0.014265694314466906e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9873642779856547e0 * reach)))) * now_seen * EXP(0.9873642779856547e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9873642779856547e0 * reach)))
      + 0.006170614899993667e0 * now_shape * EXP(now_shape * LN(now_life / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) + 0.4081072771227352e0 * LN(now_loss / (now_seen * EXP(0.9975936099985107e0 * reach)))) * now_seen * EXP(0.9975936099985107e0 * reach) / ((14.312370977629868e0 + now_seen * EXP(0.9975936099985107e0 * reach)))) AS chance
  FROM next_reach_9
),
next_days_9 AS (
  SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, low_day, high_day, low_day + FLOOR((high_day - low_day) / 2e0) AS middle_day
  FROM (SELECT customer_id, alive, now_shape, now_life, now_seen, now_loss, far_day, CASE WHEN chance >= 5e-1 THEN low_day ELSE middle_day END AS low_day, CASE WHEN chance >= 5e-1 THEN middle_day ELSE high_day END AS high_day FROM next_chance_9) days
),
next_orders AS MATERIALIZED (
  SELECT customer_id, high_day AS days_to_next_order
  FROM next_days_9
),
foreseen AS MATERIALIZED (
  SELECT clustered.*, chances.alive, chances.order_if_alive, forecasts.expected_orders, forecasts.first_if_kept, forecasts.if_kept, forecasts.if_not, forecasts.kept_discount, forecasts.not_discount, forecasts.growth, next_orders.days_to_next_order
  FROM clustered
  LEFT JOIN chances ON chances.customer_id = clustered.customer_id
  LEFT JOIN forecasts ON forecasts.customer_id = clustered.customer_id
  LEFT JOIN next_orders ON next_orders.customer_id = clustered.customer_id
),
-- Money expected of one order day.
order_values AS (
  SELECT
    foreseen.*,
    1.0e0 * CASE WHEN f_frequency < 1e0 THEN 35.81184351861443e0 WHEN (4.683453310000003e0 * f_frequency + 3.189783282207933e0) > 0e0 THEN 4.683453310000003e0 * (24.390553764423622e0 + f_frequency * COALESCE(f_monetary_value, 0e0)) / (4.683453310000003e0 * f_frequency + 3.189783282207933e0) ELSE COALESCE(f_monetary_value, 0e0) END AS order_value
  FROM foreseen
),
-- On the scale that the model learned on.
m_transformed AS (
  SELECT
    order_values.*,
    LN(1e0 + CASE WHEN f_days_since_last_order < 0e0 THEN 0e0 ELSE f_days_since_last_order END) AS m_t_days_since_last_order,
    LN(1e0 + CASE WHEN f_days_since_first_order < 0e0 THEN 0e0 ELSE f_days_since_first_order END) AS m_t_days_since_first_order,
    LN(1e0 + CASE WHEN f_orders < 0e0 THEN 0e0 ELSE f_orders END) AS m_t_orders,
    LN(1e0 + CASE WHEN f_orders_90 < 0e0 THEN 0e0 ELSE f_orders_90 END) AS m_t_orders_90,
    LN(1e0 + CASE WHEN f_orders_365 < 0e0 THEN 0e0 ELSE f_orders_365 END) AS m_t_orders_365,
    SIGN(f_net_spend) * LN(1e0 + ABS(f_net_spend)) AS m_t_net_spend,
    SIGN(f_average_order_value) * LN(1e0 + ABS(f_average_order_value)) AS m_t_average_order_value,
    SIGN(f_spend_90) * LN(1e0 + ABS(f_spend_90)) AS m_t_spend_90,
    SIGN(f_spend_365) * LN(1e0 + ABS(f_spend_365)) AS m_t_spend_365
  FROM order_values
),
-- Missing values imputed, others kept within the range of training.
m_prepared AS (
  SELECT
    m_transformed.*,
    CASE WHEN m_t_days_since_last_order IS NULL THEN 4.400584200968346e0 WHEN m_t_days_since_last_order < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN m_t_days_since_last_order > 6.12029741895095e0 THEN 6.12029741895095e0 ELSE m_t_days_since_last_order END AS m_v_days_since_last_order,
    CASE WHEN m_t_days_since_first_order IS NULL THEN 5.8707073513045955e0 WHEN m_t_days_since_first_order < 5.648974238161206e0 THEN 5.648974238161206e0 WHEN m_t_days_since_first_order > 6.124683390894205e0 THEN 6.124683390894205e0 ELSE m_t_days_since_first_order END AS m_v_days_since_first_order,
    CASE WHEN m_t_orders IS NULL THEN 1.6094379124341003e0 WHEN m_t_orders < 0.6931471805599453e0 THEN 0.6931471805599453e0 WHEN m_t_orders > 3.7376696182833684e0 THEN 3.7376696182833684e0 ELSE m_t_orders END AS m_v_orders,
    CASE WHEN m_t_orders_90 IS NULL THEN 0.6931471805599453e0 WHEN m_t_orders_90 < 0.0e0 THEN 0.0e0 WHEN m_t_orders_90 > 2.639057329615259e0 THEN 2.639057329615259e0 ELSE m_t_orders_90 END AS m_v_orders_90,
    CASE WHEN m_t_orders_365 IS NULL THEN 1.3862943611198906e0 WHEN m_t_orders_365 < 0.0e0 THEN 0.0e0 WHEN m_t_orders_365 > 3.6635616461296463e0 THEN 3.6635616461296463e0 ELSE m_t_orders_365 END AS m_v_orders_365,
    CASE WHEN m_t_net_spend IS NULL THEN 4.8437502287962095e0 WHEN m_t_net_spend < 1.7561322915849038e0 THEN 1.7561322915849038e0 WHEN m_t_net_spend > 7.410788621629656e0 THEN 7.410788621629656e0 ELSE m_t_net_spend END AS m_v_net_spend,
    CASE WHEN m_t_average_order_value IS NULL THEN 3.4326960487215263e0 WHEN m_t_average_order_value < 1.7561322915849038e0 THEN 1.7561322915849038e0 WHEN m_t_average_order_value > 5.782840081892975e0 THEN 5.782840081892975e0 ELSE m_t_average_order_value END AS m_v_average_order_value,
    CASE WHEN m_t_spend_90 IS NULL THEN 2.62347045540397e0 WHEN m_t_spend_90 < 0.0e0 THEN 0.0e0 WHEN m_t_spend_90 > 6.590918989100005e0 THEN 6.590918989100005e0 ELSE m_t_spend_90 END AS m_v_spend_90,
    CASE WHEN m_t_spend_365 IS NULL THEN 4.656041184341897e0 WHEN m_t_spend_365 < 0.0e0 THEN 0.0e0 WHEN m_t_spend_365 > 7.410788621629656e0 THEN 7.410788621629656e0 ELSE m_t_spend_365 END AS m_v_spend_365
  FROM m_transformed
),
amount_logs AS (
  SELECT
    m_prepared.*,
    -0.11722212688847577e0
      + 0.08161439116722732e0 * (m_v_days_since_last_order - 4.2467888403386675e0) / 1.3382320183259722e0
      + -0.03526274181808483e0 * (m_v_days_since_first_order - 5.880995754473413e0) / 0.1398827184509113e0
      + 0.2150191348919608e0 * (m_v_orders - 1.6511923256474896e0) / 0.6778537386454109e0
      + 0.203949982128941e0 * (m_v_orders_90 - 0.561785591161823e0) / 0.6115610942391729e0
      + 0.02318729108890145e0 * (m_v_orders_365 - 1.4842018654658875e0) / 0.75372893290564e0
      + -0.023494881010774106e0 * (m_v_net_spend - 4.787320323097453e0) / 1.1251987114446445e0
      + 0.3824823470897971e0 * (m_v_average_order_value - 3.4447097566602185e0) / 0.5613356794768488e0
      + -0.03736885066521873e0 * (m_v_spend_90 - 2.1615223380549824e0) / 2.127105831126502e0
      + -0.07651065131440452e0 * (m_v_spend_365 - 4.425299761025071e0) / 1.5738046108700852e0 AS log_amount
  FROM m_prepared
),
-- Money expected of who orders, within the churn horizon.
amounts AS (
  SELECT
    amount_logs.*,
    60.111792418496194e0 * EXP(CASE WHEN CASE WHEN (log_amount) < 20.0e0 THEN (log_amount) ELSE 20.0e0 END > 7e2 THEN 7e2 WHEN CASE WHEN (log_amount) < 20.0e0 THEN (log_amount) ELSE 20.0e0 END < -7e2 THEN -7e2 ELSE CASE WHEN (log_amount) < 20.0e0 THEN (log_amount) ELSE 20.0e0 END END) AS amount
  FROM amount_logs
),
-- Expected spend, given an order within the churn horizon.
spends AS (
  SELECT
    amounts.*,
    SQRT(amount * (if_kept / first_if_kept) * (order_value * if_kept)) AS kept_spend
  FROM amounts
),
not_spends AS (
  SELECT
    spends.*,
    kept_spend * (if_not / if_kept) AS not_spend
  FROM spends
),
split_spends AS (
  SELECT
    not_spends.*,
    (1e0 - churn_probability) * kept_spend + churn_probability * not_spend AS spend
  FROM not_spends
),
-- The same discounted, and given none.
split_values AS (
  SELECT
    split_spends.*,
    kept_discount * kept_spend AS value_if_kept,
    not_discount * not_spend AS value_if_not
  FROM split_spends
),
levels AS (
  SELECT
    split_values.*,
    CASE WHEN churn_probability > 0e0 AND churn_probability < 1e0 THEN 1e0 / (1e0 + EXP(CASE WHEN (-(LN(churn_probability / (1e0 - churn_probability)) + -0.4688785053522611e0)) > 7e2 THEN 7e2 WHEN (-(LN(churn_probability / (1e0 - churn_probability)) + -0.4688785053522611e0)) < -7e2 THEN -7e2 ELSE (-(LN(churn_probability / (1e0 - churn_probability)) + -0.4688785053522611e0)) END)) ELSE churn_probability END AS level_low,
    CASE WHEN churn_probability > 0e0 AND churn_probability < 1e0 THEN 1e0 / (1e0 + EXP(CASE WHEN (-(LN(churn_probability / (1e0 - churn_probability)) + 0.4688785053522611e0)) > 7e2 THEN 7e2 WHEN (-(LN(churn_probability / (1e0 - churn_probability)) + 0.4688785053522611e0)) < -7e2 THEN -7e2 ELSE (-(LN(churn_probability / (1e0 - churn_probability)) + 0.4688785053522611e0)) END)) ELSE churn_probability END AS level_high
  FROM split_values
),
-- Between which the churn probability may lie.
ends AS (
  SELECT
    levels.*,
    CASE WHEN (level_low - 2.0e0 * SQRT(level_low * (1e0 - level_low) / 235.7e0)) < 0e0 THEN 0e0 WHEN (level_low - 2.0e0 * SQRT(level_low * (1e0 - level_low) / 235.7e0)) < churn_probability THEN (level_low - 2.0e0 * SQRT(level_low * (1e0 - level_low) / 235.7e0)) ELSE churn_probability END AS churn_low,
    CASE WHEN (level_high + 2.0e0 * SQRT(level_high * (1e0 - level_high) / 235.7e0)) > 1e0 THEN 1e0 WHEN (level_high + 2.0e0 * SQRT(level_high * (1e0 - level_high) / 235.7e0)) > churn_probability THEN (level_high + 2.0e0 * SQRT(level_high * (1e0 - level_high) / 235.7e0)) ELSE churn_probability END AS churn_high
  FROM levels
),
-- The chance of still being a customer, and of whom of them places no order.
stills AS (
  SELECT
    ends.*,
    CASE WHEN order_if_alive > (1e0 - churn_probability) THEN (1e0 - churn_probability) / order_if_alive ELSE 1e0 END AS still,
    CASE WHEN order_if_alive > (1e0 - churn_low) THEN (1e0 - churn_low) / order_if_alive ELSE 1e0 END AS still_low,
    CASE WHEN order_if_alive > (1e0 - churn_high) THEN (1e0 - churn_high) / order_if_alive ELSE 1e0 END AS still_high
  FROM ends
),
silents AS (
  SELECT
    stills.*,
    still - (1e0 - churn_probability) AS silent,
    still_low - (1e0 - churn_low) AS silent_low,
    still_high - (1e0 - churn_high) AS silent_high
  FROM stills
),
-- The assumed lift in the chance of an order.
lifts AS (
  SELECT
    silents.*,
    CASE WHEN silent > 0e0 THEN still * (CASE WHEN silent < still THEN silent / still ELSE 1e0 END) * (1e0 - CASE WHEN silent < still THEN silent / still ELSE 1e0 END) * 0.5e0 / (1e0 + (1e0 - CASE WHEN silent < still THEN silent / still ELSE 1e0 END) * 0.5e0) ELSE 0e0 END AS lift,
    CASE WHEN silent_low > 0e0 THEN still_low * (CASE WHEN silent_low < still_low THEN silent_low / still_low ELSE 1e0 END) * (1e0 - CASE WHEN silent_low < still_low THEN silent_low / still_low ELSE 1e0 END) * 0.5e0 / (1e0 + (1e0 - CASE WHEN silent_low < still_low THEN silent_low / still_low ELSE 1e0 END) * 0.5e0) ELSE 0e0 END AS lift_low,
    CASE WHEN silent_high > 0e0 THEN still_high * (CASE WHEN silent_high < still_high THEN silent_high / still_high ELSE 1e0 END) * (1e0 - CASE WHEN silent_high < still_high THEN silent_high / still_high ELSE 1e0 END) * 0.5e0 / (1e0 + (1e0 - CASE WHEN silent_high < still_high THEN silent_high / still_high ELSE 1e0 END) * 0.5e0) ELSE 0e0 END AS lift_high
  FROM silents
),
-- What an attempt is expected to bring.
gains AS (
  SELECT
    lifts.*,
    (1e0 - churn_probability) * value_if_kept + churn_probability * value_if_not AS predicted_clv,
    churn_probability * (value_if_kept - value_if_not) AS clv_at_risk,
    lift * value_if_kept - CASE WHEN silent > 0e0 THEN lift / silent * churn_probability * value_if_not ELSE 0e0 END - 0.0e0 AS expected_gain
  FROM lifts
),
-- What is left of it where churn and spend are off against it.
low_gains AS (
  SELECT
    gains.*,
    CASE WHEN (expected_gain + 0.0e0) > 0e0 AND lift > 0e0 THEN 0.8389628689900601e0 * (expected_gain + 0.0e0) * CASE WHEN (CASE WHEN lift_low < lift_high THEN lift_low ELSE lift_high END) < lift THEN (CASE WHEN lift_low < lift_high THEN lift_low ELSE lift_high END) / lift ELSE 1e0 END - 0.0e0 ELSE expected_gain END AS expected_gain_low
  FROM gains
),
-- Why not to act.
reasons_not_to AS (
  SELECT
    low_gains.*,
    CASE WHEN expected_gain IS NULL THEN NULL WHEN days_since_last > 180e0 AND (median_gap IS NULL OR days_since_last > 4e0 * median_gap) AND churn_probability >= 5e-1 THEN 'long_inactive' WHEN (CASE WHEN orders = 1e0 THEN 'no' ELSE 'yes' END) = 'no' THEN 'unreliable' WHEN expected_gain_low > 0e0 THEN NULL WHEN expected_gain > 0e0 THEN 'uncertain_gain' ELSE 'no_gain' END AS why_not
  FROM low_gains
),
lists AS (
  SELECT
    reasons_not_to.*,
    CASE WHEN expected_gain IS NULL THEN NULL WHEN why_not IS NULL THEN 'act' WHEN why_not = 'long_inactive' THEN 'win_back' ELSE 'none' END AS action_list
  FROM reasons_not_to
),
-- The order of action, where all of it is known.
queue AS (
  SELECT
    lists.*,
    CASE WHEN COUNT(*) OVER () = COUNT(action_list) OVER () THEN ROW_NUMBER() OVER (ORDER BY CASE action_list WHEN 'act' THEN 0 WHEN 'win_back' THEN 1 WHEN 'none' THEN 2 END, expected_gain DESC, churn_probability DESC, customer_id) END AS action_rank
  FROM lists
),
-- What four in five customers spend, as a multiple of what is expected.
percentiles AS (
  SELECT
    queue.*,
    CASE WHEN spend / 365.0e0 <= 0.012901533503081828e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.013646218654418391e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.01431327295869797e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.014845512648611617e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.015774416366938545e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.016891160662295047e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.01814916922184036e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.019399313046133928e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.020870041784643464e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.022939679283908554e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.02585910384768911e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.03120185055496659e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.04174157859893235e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.0559024052166879e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.08248353981980329e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.11894981875442191e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.174446479764441e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.2693816624452397e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.48562658372395917e0 THEN 0.0e0 ELSE 0.0e0 END AS low_share,
    CASE WHEN spend / 365.0e0 <= 0.012901533503081828e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.013646218654418391e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.01431327295869797e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.014845512648611617e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.015774416366938545e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.016891160662295047e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.01814916922184036e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.019399313046133928e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.020870041784643464e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.022939679283908554e0 THEN 0.0e0 WHEN spend / 365.0e0 <= 0.02585910384768911e0 THEN 3.0976114569078006e0 WHEN spend / 365.0e0 <= 0.03120185055496659e0 THEN 5.365372277859015e0 WHEN spend / 365.0e0 <= 0.04174157859893235e0 THEN 7.170696559367942e0 WHEN spend / 365.0e0 <= 0.0559024052166879e0 THEN 4.186767121184244e0 WHEN spend / 365.0e0 <= 0.08248353981980329e0 THEN 5.07878351046093e0 WHEN spend / 365.0e0 <= 0.11894981875442191e0 THEN 3.9341177117752197e0 WHEN spend / 365.0e0 <= 0.174446479764441e0 THEN 3.5455178439326804e0 WHEN spend / 365.0e0 <= 0.2693816624452397e0 THEN 2.635573835880525e0 WHEN spend / 365.0e0 <= 0.48562658372395917e0 THEN 2.3056464816871545e0 ELSE 2.21282957599073e0 END AS high_share
  FROM queue
),
interval_ends AS (
  SELECT
    percentiles.*,
    CASE WHEN spend > 0e0 THEN low_share * predicted_clv WHEN spend IS NOT NULL THEN 0e0 END AS low_end,
    CASE WHEN spend > 0e0 THEN high_share * predicted_clv WHEN spend IS NOT NULL THEN 0e0 END AS high_end
  FROM percentiles
),
intervals AS (
  SELECT
    interval_ends.*,
    CASE WHEN low_end < predicted_clv THEN low_end ELSE predicted_clv END AS predicted_clv_low,
    CASE WHEN high_end > predicted_clv THEN high_end ELSE predicted_clv END AS predicted_clv_high
  FROM interval_ends
),
-- What to do.
steps AS (
  SELECT
    intervals.*,
    CASE WHEN action_list IS NULL OR (median_gap IS NOT NULL AND lapse IS NULL) THEN NULL
      WHEN action_list = 'act' AND (CASE WHEN median_gap IS NULL THEN churn_probability > 0.5e0 ELSE lapse >= 3 END) THEN 'Best offer, now.'
      WHEN action_list = 'act' AND median_gap IS NOT NULL AND lapse = 2 THEN 'A reminder, no discount.'
      WHEN action_list = 'act' THEN 'Ask how it was and show what goes with it; no discount.'
      WHEN action_list = 'win_back' THEN 'Win back: one cheap attempt.'
      WHEN why_not = 'no_consent' THEN 'Send nothing: no consent.'
      WHEN why_not = 'no_gain' AND ((CASE WHEN median_gap IS NULL THEN churn_probability > 0.5e0 ELSE lapse >= 3 END) OR churn_probability > 0.5e0) THEN 'Leave them in peace: an attempt would not pay.'
      WHEN why_not = 'uncertain_gain' AND ((CASE WHEN median_gap IS NULL THEN churn_probability > 0.5e0 ELSE lapse >= 3 END) OR churn_probability > 0.5e0) THEN 'Leave them in peace: it is not sure that an attempt would pay.'
      ELSE CASE segment WHEN 'Champions' THEN 'Reward them, show them what is new first, ask for reviews.' WHEN 'Loyal' THEN 'Offer what costs more; engage them; ask for referrals.' WHEN 'Potential Loyalist' THEN 'Offer membership and what goes with what they bought.' WHEN 'New Customers' THEN 'Help them start well; aim at the second order.' WHEN 'Promising' THEN 'Make the shop known; offer a trial.' WHEN 'Need Attention' THEN 'A limited offer, built on what they bought.' WHEN 'About to Sleep' THEN 'Show what is popular; reconnect.' WHEN 'At Risk' THEN 'Write personally; offer a renewal.' WHEN 'Cannot Lose Them' THEN 'Call them; do not lose them to others.' WHEN 'Hibernating' THEN 'Offer other products; remind them of the brand.' WHEN 'Lost' THEN 'One cheap attempt, else leave them.' WHEN 'Inactive' THEN 'Win back, cheaply, or leave them.' WHEN 'Prospect' THEN 'Show what others bought first.' END END AS action
  FROM intervals
),
ranked AS (
  SELECT
    steps.*,
    ROW_NUMBER() OVER (ORDER BY churn_probability DESC, customer_id) AS churn_rank
  FROM steps
)
SELECT
  action_rank AS rank,
  customer_id,
  action_list AS list,
  churn_probability,
  CASE WHEN orders = 1e0 THEN 'no' ELSE 'yes' END AS reliable,
  alive AS probability_alive,
  expected_orders AS predicted_number_of_orders,
  net AS historic_clv,
  predicted_clv,
  net + predicted_clv AS total_clv,
  value_if_kept,
  value_if_not,
  clv_at_risk,
  expected_gain,
  days_since_last AS days_since_last_order,
  orders,
  CAST(((2 * ((gross_units) // (10000)) + all_orders) // (2 * all_orders)) AS DOUBLE) / 100.0e0 AS average_order_value,
  mean_gap AS average_days_between_orders,
  (DATE '1970-01-01' + CAST(as_of + CAST(days_to_next_order AS BIGINT) - 1 AS INTEGER)) AS expected_date_of_next_order,
  r_score,
  f_score,
  m_score,
  CAST(NULL AS DOUBLE) AS e_score,
  segment,
  cluster,
  CAST(NULL AS VARCHAR) AS reason_1,
  CAST(NULL AS VARCHAR) AS reason_2,
  CAST(NULL AS VARCHAR) AS reason_3,
  as_of_date AS as_of,
  90 AS horizon_days,
  'f3b4df0a17a6' AS model,
  predicted_clv_low,
  predicted_clv_high,
  segments,
  lifecycle,
  CASE lapse WHEN 0 THEN 'not due' WHEN 1 THEN 'on time' WHEN 2 THEN 'skipped once' WHEN 3 THEN 'high risk' WHEN 4 THEN 'lost' END AS lapse,
  CAST(NULL AS VARCHAR) AS journey,
  CAST(NULL AS DOUBLE) AS price_low,
  CAST(NULL AS DOUBLE) AS price_high,
  CAST(NULL AS VARCHAR) AS usual_weekday,
  CAST(NULL AS VARCHAR) AS preferred_channel,
  CAST(NULL AS VARCHAR) AS favourite_category,
  CAST(NULL AS VARCHAR) AS next_category,
  (DATE '1970-01-01' + CAST(CASE WHEN days_to_next_order > 7.0e0 THEN as_of + CAST(days_to_next_order AS BIGINT) - 1 - 7 WHEN days_to_next_order IS NOT NULL THEN as_of END AS INTEGER)) AS contact_on,
  action,
  CASE WHEN orders = 1e0 THEN 1e0 - churn_probability END AS second_order_probability,
  why_not,
  expected_gain_low,
  CASE WHEN order_if_alive IS NULL THEN NULL WHEN order_if_alive > 1e0 - churn_probability THEN (1e0 - churn_probability) / order_if_alive - (1e0 - churn_probability) ELSE churn_probability END AS silent_probability,
  churn_rank,
  reason_1_family,
  reason_1_feature,
  reason_1_value,
  reason_1_contribution,
  reason_2_family,
  reason_2_feature,
  reason_2_value,
  reason_2_contribution,
  reason_3_family,
  reason_3_feature,
  reason_3_value,
  reason_3_contribution,
  f_days_since_last_order AS feature_days_since_last_order,
  f_days_since_first_order AS feature_days_since_first_order,
  f_frequency AS feature_frequency,
  f_recency AS feature_recency,
  f_tenure AS feature_tenure,
  f_orders AS feature_orders,
  f_order_days AS feature_order_days,
  f_orders_per_month AS feature_orders_per_month,
  f_orders_30 AS feature_orders_30,
  f_orders_90 AS feature_orders_90,
  f_orders_180 AS feature_orders_180,
  f_orders_365 AS feature_orders_365,
  f_orders_trend_30 AS feature_orders_trend_30,
  f_orders_trend_90 AS feature_orders_trend_90,
  f_gross_spend AS feature_gross_spend,
  f_net_spend AS feature_net_spend,
  f_average_order_value AS feature_average_order_value,
  f_monetary_value AS feature_monetary_value,
  f_last_order_value AS feature_last_order_value,
  f_last_to_average_order_value AS feature_last_to_average_order_value,
  f_highest_order_value AS feature_highest_order_value,
  f_order_value_spread AS feature_order_value_spread,
  f_order_value_variation AS feature_order_value_variation,
  f_spend_30 AS feature_spend_30,
  f_spend_90 AS feature_spend_90,
  f_spend_180 AS feature_spend_180,
  f_spend_365 AS feature_spend_365,
  f_spend_trend_30 AS feature_spend_trend_30,
  f_spend_trend_90 AS feature_spend_trend_90,
  f_usual_orders_per_month AS feature_usual_orders_per_month,
  f_active_orders_per_month AS feature_active_orders_per_month,
  f_orders_overdue AS feature_orders_overdue,
  f_active_orders_overdue AS feature_active_orders_overdue,
  f_active_share AS feature_active_share,
  f_orders_30_to_usual AS feature_orders_30_to_usual,
  f_orders_90_to_usual AS feature_orders_90_to_usual,
  f_orders_180_to_usual AS feature_orders_180_to_usual,
  f_orders_365_to_usual AS feature_orders_365_to_usual,
  f_own_gap AS feature_own_gap,
  f_average_days_between_orders AS feature_average_days_between_orders,
  f_gap_spread AS feature_gap_spread,
  f_gap_variation AS feature_gap_variation,
  f_last_gap AS feature_last_gap,
  f_longest_gap AS feature_longest_gap,
  f_current_gap_to_own_gap AS feature_current_gap_to_own_gap,
  f_current_gap_to_mean_gap AS feature_current_gap_to_mean_gap,
  f_current_gap_to_longest_gap AS feature_current_gap_to_longest_gap,
  f_last_gap_to_own_gap AS feature_last_gap_to_own_gap,
  f_top_weekday_share AS feature_top_weekday_share,
  f_weekend_share AS feature_weekend_share,
  f_top_quarter_day_share AS feature_top_quarter_day_share,
  f_lines_per_order AS feature_lines_per_order,
  CAST(NULL AS DOUBLE) AS feature_pieces_per_order,
  CAST(NULL AS DOUBLE) AS feature_price_per_piece,
  CAST(NULL AS DOUBLE) AS feature_discount_share,
  CAST(NULL AS DOUBLE) AS feature_return_share,
  f_refunds AS feature_refunds,
  f_refunded_ratio AS feature_refunded_ratio,
  f_cancelled_orders AS feature_cancelled_orders,
  CAST(NULL AS DOUBLE) AS feature_distinct_categories,
  CAST(NULL AS DOUBLE) AS feature_top_category_share,
  CAST(NULL AS DOUBLE) AS feature_distinct_channels,
  CAST(NULL AS DOUBLE) AS feature_top_channel_share,
  CAST(NULL AS DOUBLE) AS feature_engagement_30,
  CAST(NULL AS DOUBLE) AS feature_engagement_90,
  CAST(NULL AS DOUBLE) AS feature_engagement_365,
  CAST(NULL AS DOUBLE) AS feature_engagement_trend_30,
  CAST(NULL AS DOUBLE) AS feature_days_since_last_engagement,
  CAST(NULL AS DOUBLE) AS feature_own_engagement_gap,
  CAST(NULL AS DOUBLE) AS feature_current_to_own_engagement_gap,
  CAST(NULL AS DOUBLE) AS feature_engagement_per_order,
  CAST(NULL AS DOUBLE) AS feature_cart_abandonment_share,
  CAST(NULL AS DOUBLE) AS feature_clicks_per_open,
  CAST(NULL AS DOUBLE) AS feature_email_open_30,
  CAST(NULL AS DOUBLE) AS feature_email_open_90,
  CAST(NULL AS DOUBLE) AS feature_email_click_30,
  CAST(NULL AS DOUBLE) AS feature_email_click_90,
  CAST(NULL AS DOUBLE) AS feature_visit_30,
  CAST(NULL AS DOUBLE) AS feature_visit_90,
  CAST(NULL AS DOUBLE) AS feature_product_view_30,
  CAST(NULL AS DOUBLE) AS feature_product_view_90,
  CAST(NULL AS DOUBLE) AS feature_cart_add_30,
  CAST(NULL AS DOUBLE) AS feature_cart_add_90,
  CAST(NULL AS DOUBLE) AS feature_cart_abandonment_30,
  CAST(NULL AS DOUBLE) AS feature_cart_abandonment_90,
  CAST(NULL AS DOUBLE) AS feature_mailing_30,
  CAST(NULL AS DOUBLE) AS feature_mailing_90,
  CAST(NULL AS DOUBLE) AS feature_coupon_redemption_30,
  CAST(NULL AS DOUBLE) AS feature_coupon_redemption_90,
  CAST(NULL AS DOUBLE) AS feature_support_ticket_30,
  CAST(NULL AS DOUBLE) AS feature_support_ticket_90,
  CAST(NULL AS DOUBLE) AS feature_review_30,
  CAST(NULL AS DOUBLE) AS feature_review_90,
  CAST(NULL AS DOUBLE) AS feature_referral_30,
  CAST(NULL AS DOUBLE) AS feature_referral_90,
  CAST(NULL AS DOUBLE) AS feature_days_since_email_open,
  CAST(NULL AS DOUBLE) AS feature_days_since_email_click,
  CAST(NULL AS DOUBLE) AS feature_days_since_visit,
  CAST(NULL AS DOUBLE) AS feature_days_since_product_view,
  CAST(NULL AS DOUBLE) AS feature_days_since_cart_add,
  CAST(NULL AS DOUBLE) AS feature_days_since_support_ticket,
  CAST(NULL AS DOUBLE) AS feature_support_tickets,
  CAST(NULL AS DOUBLE) AS feature_mean_rating,
  CAST(NULL AS DOUBLE) AS feature_engagement_30_to_usual,
  CAST(NULL AS DOUBLE) AS feature_engagement_overdue,
  CAST(NULL AS DOUBLE) AS feature_visits_overdue,
  CAST(NULL AS DOUBLE) AS feature_days_since_last_activity,
  CAST(NULL AS DOUBLE) AS feature_usual_activities_per_month,
  CAST(NULL AS DOUBLE) AS feature_active_activities_per_month,
  CAST(NULL AS DOUBLE) AS feature_activities_overdue,
  CAST(NULL AS DOUBLE) AS feature_active_activities_overdue,
  CAST(NULL AS DOUBLE) AS feature_usual_engagement_per_month
FROM ranked
ORDER BY customer_id
