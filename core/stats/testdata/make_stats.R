# Further reference results for core/stats, computed with R (packages survival, cmprsk, MASS), beside those of the
# methods' own reference set. Run here: Rscript make_stats.R  (Debian: r-base-core r-cran-survival r-cran-cmprsk
# r-cran-mass r-cran-jsonlite). Missing and infinite numbers are written as null.
suppressMessages({library(survival); library(cmprsk); library(MASS); library(jsonlite)})
fin <- function(x) ifelse(is.finite(x), x, NA)
w <- function(x, f) write(toJSON(x, digits = NA, auto_unbox = TRUE, null = "null", na = "null"), f)
v <- function(x) I(unname(fin(x)))

# 1. Curves and tests on sets chosen for what is hard about them, and on random ones.
one <- function(name, t, s, g = rep("a", length(t)), horizon = max(t) / 2 + min(t)) {
  k <- survfit(Surv(t, s > 0) ~ 1, conf.type = "log-log", conf.int = .9)
  q <- quantile(k, .5); m <- summary(k, rmean = horizon)$table
  a <- survfit(Surv(t, factor(s, 0:2)) ~ 1, conf.type = "log-log", conf.int = .9)
  r <- list(name = name, times = v(t), causes = v(s), groups = I(g), horizon = horizon, time = v(k$time), at_risk = v(k$n.risk),
    events = v(k$n.event), survival = v(k$surv), std_err_log = v(k$std.err), lower = v(k$lower), upper = v(k$upper),
    median = v(c(q$quantile, q$lower, q$upper)), rmean = v(m[c("rmean", "se(rmean)")]),
    incidence = list(v(a$pstate[, 2]), v(a$pstate[, 3])), incidence_se = list(v(a$std.err[, 2]), v(a$std.err[, 3])),
    incidence_lower = list(v(a$lower[, 2]), v(a$lower[, 3])), incidence_upper = list(v(a$upper[, 2]), v(a$upper[, 3])),
    survival_se = v(a$std.err[, 1]))
  if (length(unique(g)) > 1) {
    l <- survdiff(Surv(t, s > 0) ~ g); c <- cuminc(t, s, g)$Tests
    r$log_rank <- list(chisq = l$chisq, df = sum(l$exp > 0) - 1, p = fin(l$pvalue), observed = v(l$obs), expected = v(l$exp))
    r$gray <- lapply(rownames(c), function(x) list(cause = as.integer(x), stat = c[x, 1], p = c[x, 2]))
  }
  r
}
sets <- list(
  one("one end", 3, 1), one("one censored", 3, 0), one("all censored", c(2, 5, 5, 9), c(0, 0, 0, 0)),
  one("median never reached", c(1, 2, 3, 4, 5, 6), c(1, 1, 0, 0, 0, 0)),
  one("flat at one half, then a fall", c(1, 2, 3, 4), c(1, 1, 1, 1)),
  one("flat at one half, censored inside", c(1, 2, 3, 3.5, 4, 6), c(1, 1, 1, 0, 1, 0)),
  one("flat at one half to the end", c(1, 2, 3, 4), c(1, 1, 0, 0)),
  one("ends before censoring at one time", c(2, 2, 2, 4, 4, 6), c(1, 0, 2, 0, 1, 2)),
  one("censored first: survival 1, no interval", c(1, 2, 3, 4, 5), c(0, 0, 1, 2, 1)),
  one("ends at time 0", c(0, 0, 1, 2, 5, 7), c(1, 2, 1, 0, 0, 1)),
  one("times tied but for rounding", c(.1 + .2, .3, .3, .7 + .1, .8, 1.1, 1.1 + 1e-15), c(1, 1, 0, 2, 1, 1, 2)),
  one("a group never at risk together", c(1, 2, 3, 10, 11, 12), c(1, 1, 1, 1, 2, 1), rep(c("a", "b"), each = 3)),
  one("a group outside every risk set with an end", c(.5, .5, 3, 4, 5, 6), c(0, 0, 1, 2, 1, 1), c("a", "a", "b", "b", "c", "c")),
  one("one cause only", c(1, 2, 2, 3, 5, 8, 13), c(1, 1, 1, 0, 1, 1, 1), c("a", "b", "a", "b", "a", "b", "a")),
  one("log-rank of three against three", c(10, 20, 30, 10, 20, 50), rep(1, 6), rep(c("b", "a"), each = 3)))
set.seed(1971)
for (i in 1:40) { n <- sample(c(4, 8, 15, 30, 60), 1)
  t <- round(rexp(n, .2), sample(0:2, 1)) + sample(c(0, 1), 1); s <- sample(0:2, n, TRUE, c(sample(1:3, 1), 2, 1))
  g <- sample(letters[1:sample(2:4, 1)], n, TRUE)
  if (all(s == 0) || length(unique(g)) < 2) next
  sets <- c(sets, list(one(paste("random", i), t, s, g))) }
w(sets, "curves.expected.json")

# 2. Beta quantiles over small and large shapes.
b <- c(.1, .5, 1, 1.7, 5, 30, 1e3, 1e5)
g <- expand.grid(a = b, b = b, p = c(.005, .05, .5, .95, .995))
w(list(a = g$a, b = g$b, p = g$p, q = qbeta(g$p, g$a, g$b)), "qbeta.expected.json")

# 3. Counts with exposures: negative binomial of one mean, or its Poisson limit.
nb <- function(k, e) { ll <- function(q) sum(dnbinom(k, size = exp(q[1]), mu = exp(q[2]) * e, log = TRUE))
  sc <- function(q) { a <- exp(q[1]); m <- exp(q[2]) * e
    c(a * sum(digamma(a + k) - digamma(a) + log(a / (a + m)) + (m - k) / (a + m)), sum((k - m) * a / (a + m))) }
  # as glm.nb(k ~ offset(log(e))), which alternates and may stop short: a coarse maximum, then Newton on the score
  q <- optim(c(0, log(sum(k) / sum(e))), function(q) -ll(q), control = list(reltol = 1e-14, maxit = 5000))$par
  for (i in 1:50) { s <- sc(q); h <- 1e-5
    J <- cbind((sc(q + c(h, 0)) - sc(q - c(h, 0))) / (2 * h), (sc(q + c(0, h)) - sc(q - c(0, h))) / (2 * h)); q <- q - solve(J, s) }
  a <- exp(q[1]); mu <- exp(q[2]); f <- try(suppressWarnings(glm.nb(k ~ offset(log(e)))), silent = TRUE)
  if (!inherits(f, "try-error")) message("glm.nb theta ", f$theta, " against ", a)
  list(counts = k, exposures = e, shape = a, rate = a / mu, loglik = ll(q),
    means = (a + k) / (a / mu + e), within2 = 1 - (1 + 2 / (a / mu + e))^-(a + k)) }
set.seed(7); e1 <- round(runif(12, .5, 20), 2)
w(list(nb(c(0, 2, 1, 9, 0, 4, 30, 1), c(3, 5, 2.5, 4, 8, 6, 11, 1)), nb(rnbinom(12, size = 1.3, mu = .6 * e1), e1),
  nb(c(0, 0, 5), c(1, 1, 1)), nb(c(120, 80, 400, 210, 95, 310), c(10, 11, 20, 14, 9, 22)), nb(c(0, 0, 0, 0, 7, 1), c(10, 4, 3, 8, 2, 5))), "gammapoisson.expected.json")

# 4. Kendall's tau-b with ties, and the p-value of the normal approximation.
kt <- function(x, y) { r <- suppressWarnings(cor.test(x, y, method = "kendall", exact = FALSE, continuity = TRUE)); list(x = x, y = y, tau = unname(r$estimate), p = r$p.value) }
set.seed(3); w(list(kt(c(1, 2, 3, 4), c(1, 3, 2, 4)), kt(1:12, c(3, 3, 2, 2, 3, 1, 1, 2, 0, 0, 1, -1)), kt(sample(1:9, 40, TRUE), sample(-2:4, 40, TRUE)),
  kt(rnorm(30), rnorm(30)), kt(1:260, round(sin(1:260) + (1:260) / 200, 1))), "kendall.expected.json")

# 5. Log-rank tests and medians on the larger public sets beside this script.
pub <- function(file, t, s, g) { l <- survdiff(Surv(t, s) ~ g); k <- survfit(Surv(t, s) ~ 1, conf.type = "log-log", conf.int = .9)
  m <- summary(k, rmean = 20)$table; q <- quantile(k, .5)
  list(file = file, chisq = l$chisq, df = length(l$n) - 1, p = l$pvalue, groups = I(sort(unique(as.character(g)), method = "radix")), observed = v(l$obs), expected = v(l$exp),
    median = v(c(q$quantile, q$lower, q$upper)), rmean20 = v(m[c("rmean", "se(rmean)")])) }
wa <- read.csv("lifelines_waltons_dataset.csv"); g3 <- read.csv("lifelines_g3.csv"); dd <- read.csv("lifelines_dd.csv.gz")
w(list(pub("lifelines_waltons_dataset.csv", wa$T, wa$E, wa$group), pub("lifelines_g3.csv", g3$time, g3$event == "True", g3$group),
  pub("lifelines_dd.csv.gz", dd$duration, dd$observed, factor(dd$regime, sort(unique(dd$regime), method = "radix")))), "public.expected.json")
