# Reference values for survival curves of recurrent times, each subject counted once: writes
# recurrence.json beside itself.
#
# R 4.2.2, survrec 1.2-5 (wc.fit, the estimate of Wang & Chang 1999), jsonlite 1.8.4.
# Run: Rscript Tests/Oracles/make_recurrence.R
library(survrec)
library(jsonlite)

set.seed(1999)

# One row per time; the last of each subject is cut off (event 0).
case <- function(name, subjects) {
  rows <- do.call(rbind, lapply(seq_along(subjects), function(id) {
    times <- subjects[[id]]
    data.frame(id = id, time = times, event = c(rep(1, length(times) - 1), 0))
  }))
  fit <- wc.fit(Survr(rows$id, rows$time, rows$event))
  list(name = unbox(name), subjects = subjects, time = fit$time, survival = fit$survfunc)
}

# Times in whole days whose daily rate differs by subject, observed for up to `window` days.
followed <- function(n, shape, window) {
  lapply(seq_len(n), function(id) {
    rate <- rbeta(1, 1, shape)
    left <- sample(seq_len(window), 1)
    times <- c()
    repeat {
      time <- rgeom(1, rate) + 1
      if (time > left) break
      times <- c(times, time)
      left <- left - time
    }
    c(times, left)
  })
}

# Small bowel motility: minutes between contractions (Aalen & Husebye 1991), of the package's data.
data(MMC)
motility <- lapply(split(MMC, MMC$id), function(rows) as.numeric(rows$time))

cases <- list(
  case("small bowel motility", unname(motility)),
  case("unlike subjects", followed(300, 20, 180)),
  case("mostly one time", followed(200, 150, 90)),
  case("a few", list(c(10, 20, 30, 1), c(40, 20), c(40), c(60), c(20, 20, 5))),
  case("all have come back", list(c(7, 7, 8, 3), c(9, 30), c(7, 12, 2)))
)
path <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
write_json(cases, file.path(dirname(path), "recurrence.json"), digits = NA)
