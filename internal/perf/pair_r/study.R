# The battery of detente study in base R, as one would write it to be fast: matrices, cumulated sums, no loop over placebo dates' models.
# Rscript study.R FOLDER reads prices.csv and days.csv there and prints name,value lines; "seconds" is the statistics alone.
library(sandwich)
folder <- commandArgs(TRUE)[1]
price <- read.csv(file.path(folder, "prices.csv"))$price
day0 <- read.csv(file.path(folder, "days.csv"))$row + 1
est <- -130:-11; win <- 0:1; L <- length(win); draws <- 2000; flips <- 99999
say <- function(name, value) cat(sprintf("%s,%.17g\n", name, value))

battery <- function() {
  r <- c(NA, 100 * diff(log(price))); T <- length(r); N <- length(day0)
  tainted <- logical(T); tainted[outer(day0, win, "+")] <- TRUE
  clean <- ifelse(tainted, NA, r)

  at <- outer(day0, est, "+"); at[at < 1] <- NA
  x <- matrix(clean[at], N); M <- rowSums(!is.na(x)); mu <- rowMeans(x, na.rm = TRUE)
  resid <- x - mu; s <- sqrt(rowSums(resid^2, na.rm = TRUE) / (M - 1))
  ar <- matrix(r[outer(day0, win, "+")], N) - mu
  C <- 1 + 1 / M; VL <- L + L^2 / M
  sar <- ar / (s * sqrt(C)); car <- rowSums(ar); scar <- car / (s * sqrt(VL))
  p <- 2 * pt(-abs(scar), M - 1); q <- p.adjust(p, "BH")
  out <- list(n = N, caar = mean(car), least_q = min(q), sum_p = sum(p))

  t_of <- function(v) sqrt(length(v)) * mean(v) / sd(v)
  near <- L - abs(outer(day0, day0, "-")); near[near < 0] <- 0; diag(near) <- 0
  rbar <- sum(near / L) / (N * (N - 1)); inflation <- 1 + (N - 1) * rbar
  Q <- (M - 1) / (M - 3)
  patell <- sum(rowSums(sar) / sqrt(L * Q)) / sqrt(N)
  bmp <- t_of(scar); kp <- bmp * sqrt((1 - rbar) / inflation)
  out$cross_sectional_t <- t_of(car); out$patell_z <- patell; out$bmp_t <- bmp; out$kp_t <- kp
  out$kp_p <- 2 * pt(-abs(kp), N - 1); out$adjusted_patell_z <- patell * sqrt(1 / inflation)
  means <- colMeans(resid, na.rm = TRUE)
  out$time_series_t <- sum(colMeans(ar)) / (sd(means) * sqrt(L))
  half <- qt(.975, N - 1) * sd(car) / sqrt(N); out$caar_adjusted_lo <- mean(car) - half * sqrt(max(1, inflation / (1 - rbar)))
  out$caar_lo <- mean(car) - half; out$caar_hi <- mean(car) + half

  ranked <- function(values) {
    u <- t(apply(values, 1, function(v) rank(v, na.last = "keep") / (1 + sum(!is.na(v))))) - .5
    n <- colSums(!is.na(u)); Z <- colSums(u, na.rm = TRUE) / sqrt(n); Z <- Z[n > 0]
    sum(tail(Z, L) / sqrt(mean(Z^2))) / sqrt(L)
  }
  out$corrado_rank_z <- ranked(cbind(resid, ar))
  out$corrado_zivney_z <- ranked(cbind(resid / s, sweep(sar, 2, apply(sar, 2, sd), "/")))
  g <- cbind(resid / s, scar / sd(scar))
  u <- t(apply(g, 1, function(v) rank(v, na.last = "keep") / (1 + sum(!is.na(v))))) - .5
  n <- colSums(!is.na(u)); u <- colMeans(u[, n > 0], na.rm = TRUE); n <- n[n > 0]; rows <- length(u)
  Z <- u[rows] / sqrt(mean(n / N * u^2)); out$grank_t <- Z * sqrt((rows - 2) / (rows - 1 - Z^2))

  share <- mean(rowSums(resid > 0, na.rm = TRUE) / M); w <- sum(car > 0)
  out$generalized_sign_z <- (w - N * share) / sqrt(N * share * (1 - share))
  out$generalized_sign_exact_p <- binom.test(w, N, share)$p.value
  out$wilcoxon_exact_p <- wilcox.test(car, exact = TRUE)$p.value
  least <- abs(sum(car)) * (1 - 1e-12); count <- 0
  for (block in split(seq_len(flips), seq_len(flips) %/% 5000))
    count <- count + sum(abs(car %*% matrix(2 * (runif(N * length(block)) < .5) - 1, N)) >= least)
  out$sign_flip_p <- (1 + count) / (1 + flips)

  ok <- !is.na(clean); cs <- cumsum(ifelse(ok, clean, 0)); cn <- cumsum(ok); t <- 131:(T - 1)
  before <- function(c, k) ifelse(k < 1, 0, c[pmax(k, 1)])
  m <- cn[t - 11] - before(cn, t - 131); mean_at <- (cs[t - 11] - before(cs, t - 131)) / m
  everywhere <- r[t] + r[t + 1] - L * mean_at
  close <- logical(T); close[pmin(T, pmax(1, outer(day0, -(L - 1):(L - 1), "+")))] <- TRUE
  use <- m >= 20 & !close[t] & !is.na(everywhere); pool <- everywhere[use]; rows <- t[use]
  placebo <- function(from) {
    mean_of <- replicate(draws, mean(from[sample.int(length(from), N)]))
    c((1 + sum(abs(mean_of) >= abs(mean(car)))) / (1 + draws), sd(mean_of))
  }
  whole <- placebo(pool); span <- placebo(pool[rows >= min(day0) & rows <= max(day0)])
  out$placebo_p <- whole[1]; out$placebo_sd <- whole[2]; out$span_p <- span[1]; out$eligible <- length(pool)
  out$percentiles <- sum(findInterval(abs(car), sort(abs(pool))) * 100 / length(pool))

  y <- r[-1]; dummy <- as.numeric(tainted[-1]); fit <- lm(y ~ dummy)
  lag <- floor(4 * (length(y) / 100)^(2 / 9))
  out$calendar_se <- sqrt(NeweyWest(fit, lag = lag, prewhite = FALSE, adjust = TRUE)[2, 2]); out$calendar_effect <- coef(fit)[[2]]
  out
}

set.seed(1)
seconds <- system.time(out <- battery())[["elapsed"]]
say("seconds", seconds)
for (name in names(out)) say(name, out[[name]])
