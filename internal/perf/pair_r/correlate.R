# The battery of detente correlate in R with sandwich and zoo. Rscript correlate.R FOLDER reads pairs.csv (target, tension) there and prints
# name,value lines; "seconds" is the statistics alone.
suppressPackageStartupMessages({ library(sandwich); library(zoo) })
folder <- commandArgs(TRUE)[1]
pairs <- read.csv(file.path(folder, "pairs.csv")); x <- pairs$target; y <- pairs$tension
maxlag <- 20; draws <- 999; width <- 120; horizon <- 10
say <- function(name, value) cat(sprintf("%s,%.17g\n", name, value))
rule <- function(n) floor(4 * (n / 100)^(2 / 9))
newey <- function(fit, lag) sqrt(diag(NeweyWest(fit, lag = lag, prewhite = FALSE, adjust = TRUE)))

battery <- function() {
  n <- length(x); out <- list(n = n)
  pearson <- cor.test(x, y); out$r <- pearson$estimate[[1]]; out$p <- pearson$p.value
  out$rho <- suppressWarnings(cor(x, y, method = "spearman"))
  out$tau <- cor(x, y, method = "kendall")
  K <- n %/% 5
  ax <- acf(x, K, plot = FALSE)$acf[-1]; ay <- acf(y, K, plot = FALSE)$acf[-1]
  d <- 1 + 2 * sum((1 - (1:K) / n) * ax * ay); neff <- min(n, ifelse(d > 0, n / d, n))
  out$n_eff <- neff; t <- out$r * sqrt((neff - 2) / (1 - out$r^2)); out$p_neff <- 2 * pt(-abs(t), neff - 2)

  zx <- (x - mean(x)) / sqrt(mean((x - mean(x))^2)); zy <- (y - mean(y)) / sqrt(mean((y - mean(y))^2))
  circular <- function() { # by a transform of a length that it likes
    size <- 2^ceiling(log2(2 * n)); a <- fft(c(zx, rep(0, size - n))); b <- fft(c(zy, rep(0, size - n)))
    lags <- Re(fft(Conj(a) * b, inverse = TRUE)) / size / n
    (lags[1:n] + c(0, lags[(size - n + 2):size]))
  }
  round_trip <- circular()
  out$p_shift <- (1 + sum(abs(round_trip[-1]) >= abs(round_trip[1]) - 1e-12)) / n

  cross <- ccf(x, y, maxlag, plot = FALSE)$acf[, 1, 1]
  out$ccf_0 <- cross[maxlag + 1]; out$ccf_sum <- sum(cross); out$ccf_max <- cross[which.max(abs(cross))]
  out$bartlett <- qnorm(.975) * sqrt(max(0, 1 + 2 * sum(ax * ay))) / sqrt(n)
  # every random order at once would not fit; the shifted copies of x make one product of 41 columns each
  shifted <- sapply(-maxlag:maxlag, function(k) if (k >= 0) c(zx[(1 + k):n], rep(0, k)) else c(rep(0, -k), zx[1:(n + k)]))
  count <- 0
  for (block in split(seq_len(draws), (seq_len(draws) - 1) %/% 111)) {
    orders <- replicate(length(block), sample(zy))
    count <- count + sum(apply(abs(crossprod(shifted, orders)), 2, max) >= n * max(abs(cross)) - 1e-9)
  }
  out$p_permutation <- (1 + count) / (1 + draws)

  ar <- ar.yw(x, order.max = 20, aic = TRUE); phi <- c(1, -ar$ar); out$white_order <- ar$order
  filtered <- function(v) { v <- v - mean(v); f <- stats::filter(v, phi, sides = 1); as.numeric(f[!is.na(f)]) }
  white <- ccf(filtered(x), filtered(y), maxlag, plot = FALSE)$acf[, 1, 1]; out$white_sum <- sum(white)

  roll <- rollapply(cbind(x, y), width, function(w) if (min(var(w[, 1]), var(w[, 2])) > 0) cor(w[, 1], w[, 2]) else NA, by.column = FALSE, align = "right")
  out$rolling_sum <- sum(roll, na.rm = TRUE); out$rolling_last <- tail(roll, 1)

  fit <- lm(x ~ y); out$ols_coef <- coef(fit)[[2]]; out$ols_se <- newey(fit, rule(n))[[2]]; out$r2 <- summary(fit)$r.squared
  e <- resid(fit)
  out$durbin_watson <- sum(diff(e)^2) / sum(e^2)
  lags4 <- sapply(1:4, function(l) c(rep(0, l), e[1:(n - l)])); out$breusch_godfrey_p <- pchisq(n * summary(lm(e ~ y + lags4))$r.squared, 4, lower.tail = FALSE)
  out$breusch_pagan_p <- pchisq(n * summary(lm(e^2 ~ y))$r.squared, 1, lower.tail = FALSE)
  e2 <- e^2; m <- embed(e2, 6); out$arch_p <- pchisq(nrow(m) * summary(lm(m[, 1] ~ m[, -1]))$r.squared, 5, lower.tail = FALSE)

  most <- 10; rows <- n - most; all <- embed(cbind(x, y), most + 1)
  aic <- sapply(1:most, function(p) { f <- lm.fit(cbind(1, all[, 3:(2 + 2 * p)]), all[, 1:2]); log(det(crossprod(f$residuals) / rows)) + 2 * (4 * p + 2) / rows })
  lag <- which.min(aic); out$granger_lag <- lag
  granger <- function(a, b) {
    m <- embed(cbind(a, b), lag + 1); odd <- seq(3, 2 + 2 * lag, 2)
    restricted <- sum(lm.fit(cbind(1, m[, odd]), m[, 1])$residuals^2); full <- sum(lm.fit(cbind(1, m[, -(1:2)]), m[, 1])$residuals^2)
    (restricted - full) / lag / (full / (nrow(m) - 2 * lag - 1))
  }
  out$granger_tension_f <- granger(x, y); out$granger_rate_f <- granger(y, x)

  lp <- embed(cbind(x, y), 5)
  for (h in 0:horizon) {
    use <- 1:(nrow(lp) - h); response <- Reduce(`+`, lapply(0:h, function(j) lp[use + j, 1]))
    f <- lm(response ~ lp[use, 2] + lp[use, 3:10]); out[[paste0("lp_", h)]] <- coef(f)[[2]]
    out[[paste0("lp_se_", h)]] <- newey(f, max(h, rule(length(use))))[[2]]
  }
  L <- floor(4 * (n / 100)^(1 / 4)); dev <- x - mean(x); S <- cumsum(dev)
  long <- sum(dev^2) / n + 2 / n * sum(sapply(1:L, function(l) (1 - l / (L + 1)) * sum(dev[-(1:l)] * dev[1:(n - l)])))
  out$kpss <- sum(S^2) / n^2 / long
  ols_cusum <- max(abs(cumsum(e))) / (summary(fit)$sigma * sqrt(n)); out$cusum <- ols_cusum
  out
}

set.seed(1)
seconds <- system.time(out <- battery())[["elapsed"]]
say("seconds", seconds)
for (name in names(out)) say(name, out[[name]])
