"""Why no vector of BAL takes certain ways."""

from __future__ import annotations

from collections.abc import Mapping

from vectors.explanation import ARITH, BASIC, SYMBOLIC, Key, several

UNRECORDED = "a recording does not tell the field that would lead there, so that it is what a market begins with"
UNGIVEN = "no operation gives the argument that would lead there"
NAMED_USERS = "a recording names every user from its first line on"
AT_PAR = "the collateral of the recordings is worth its face value"
NARROWER = "what is asked has passed a narrower width before"
COMPLEMENT = "the part that is taken away is a proportion below 1 of the number itself"
BOTH_NARROW = "both factors are below 2**64"
SMALL_VALUE = "base and price have 64 bits each, so that a value has 97, which leaves the room that is asked for"
SMALL_SIZE = "a size has 64 bits, or 107 where it is that of a profit, which leaves the room that is asked for"
SMALL_POOL = "a pool of 128 bits is a thousandth of that in quote, and profits are smaller still"
OF_ONE_SIGN = "the difference of two numbers that are not negative fits where they do"
POSITIVE = "it has been found to be positive before"
SAME_BEFORE = "the fee of the insurance fund has asked the same before"
SPARED = "the fee of the insurance fund is a part of what the liquidation can spare"
VALUED_BEFORE = "an LP's requirement has refused a negative price before"
REBASED = "the marks of a position follow the market's exponent before they are looked at"
NEVER_NOTHING = "base and remainder of a claim have one sign, and a delta without both is booked as quote alone"
OPENED = "a position that is opened has no base"
NOT_FLAT = "a position without base is left out before"
TAKEN_AWAY = "a liquidation takes orders and shares away before it hands over base"
ENOUGH_K = "the market has been found to have at least the liquidity of its users"
WIDENS = "without an offset a spread moves either side away from the reserves"
SMALL_STEP = "the largest intensity has 8 bits, and lowers k by about a quarter of a per cent"
GAINED_LESS = "where what is gained exceeds the position's value, and has that sign, the upper bound is returned before"
WITHIN_RESERVE = "the shift of a reserve is at most the reserve itself"
GIVEN_SO = "what is given has this width: no caller hands over more"
NO_MORE = "a part of an amount is no larger than the amount, which has this width"
BELOW_STEP = "a remainder is smaller than the step, which has 64 bits"

FILLS, MARGIN, WEIGHTS = "model/bal/fills.py", "model/bal/margin.py", "model/bal/weights.py"
EXCHANGE, COPIES, RISK = "model/bal/exchange.py", "model/bal/copies.py", "model/bal/risk_reduction.py"
LIQUIDATION, ACCOUNTING = "model/bal/liquidation.py", "model/bal/accounting.py"
FUNDING = "model/bal/funding.py"
PRICING, SHARES, LIQUIDITY = "model/bal/pricing.py", "model/bal/shares.py", "model/bal/liquidity.py"
FEE = "Fills.calculate_fee_for_fulfillment_with_amm"
REDUCED = "RiskReduction.calculate_lp_shares_to_burn_for_risk_reduction"
VALUED = "Margin.calculate_perp_position_value_and_pnl"

BAL: Mapping[Key, str] = {
    **BASIC,
    **several(GIVEN_SO, ACCOUNTING, "Accounting.update_position_and_market", ("i64(quote_delta)", "MathError")),
    **several(
        NO_MORE,
        ACCOUNTING,
        "Accounting.update_entry",
        ("i64(quote_delta - trunc_div(quote_delta * abs(held), abs(change)))", "MathError"),
        ("i64(entry - released)", "MathError"),
        ("i64(break_even - released_break_even)", "MathError"),
    ),
    **several(GIVEN_SO, FILLS, "Fills.order_size", ("u128(min(available, whole))", "MathError")),
    **several(GIVEN_SO, FILLS, "Fills.fill_against_amm", ("u64(size)", "MathError")),
    **several(
        NARROWER,
        FILLS,
        "Fills.calculate_per_lp_delta",
        ("i128(proportion_i128(base_delta, base_unit, total))", "MathError"),
        ("i128(proportion_i128(quote_delta, base_unit, total))", "MathError"),
        ("i128(trunc_div(i128(slice_ * base_unit), to_i128(total)))", "MathError"),
    ),
    **several(GIVEN_SO, FUNDING, "Funding.calculate_funding_rate_long_short", ("i128(funding_rate)", "MathError")),
    **several(
        NARROWER,
        FUNDING,
        "Funding.capped_funding_rate",
        ("i128(trunc_div(i128(available * constants.QUOTE_TO_BASE_FUNDING), receiving))", "MathError"),
    ),
    **several(
        GIVEN_SO,
        PRICING,
        "Pricing.update_spreads",
        ("u32(spreads.long_spread)", "MathError"),
        ("u32(spreads.short_spread)", "MathError"),
        ("i32(spreads.reference_price_offset)", "MathError"),
    ),
    **several(
        GIVEN_SO,
        LIQUIDITY,
        "Liquidity.budgeted_k_scale",
        ("i128(upper_bound)", "MathError"),
        ("i128(max(lower_bound, min(upper_bound, percent)))", "MathError"),
    ),
    **several(GIVEN_SO, "model/curve.py", "swap_output", ("u128(reserve - amount)", "MathError")),
    **several(NARROWER, MARGIN, "Margin.weighted_pnl", ("i128(pnl)", "MathError")),
    **several(
        NARROWER,
        MARGIN,
        "Margin.calculate_account_margin",
        ("i128(trunc_div(i128(found.weighted_unrealized_pnl * buffer), constants.MARGIN_PRECISION))", "MathError"),
    ),
    **several(
        GIVEN_SO,
        LIQUIDATION,
        "Liquidation.calculate_perp_if_fee",
        ("u32(min(if_fee, floor_div(spare * constants.IF_FEE_NUMERATOR, constants.IF_FEE_DENOMINATOR)))", "MathError"),
    ),
    **several(
        NARROWER,
        LIQUIDATION,
        "Liquidation.max_pct_to_liquidate",
        ("u128(floor_div(u128(freeable * one), shortage))", "MathError"),
    ),
    **several(SYMBOLIC, ARITH, "wrap", ("type(value) is int", "false")),
    **several(SYMBOLIC, ARITH, "trunc_div", ("type(dividend) is int", "false"), ("type(divisor) is int", "false")),
    **several(SYMBOLIC, ARITH, "ceil_div", ("type(divisor) is int", "false")),
    **several(SYMBOLIC, ARITH, "power_of_ten", ("type(exponent) is int", "false")),
    **several(SYMBOLIC, ARITH, "_promote", "type(number) is not int"),
    **{
        Key(ARITH, function, f"type({name}) is int", "false"): SYMBOLIC
        for function in ("proportion_u128", "proportion_i128")
        for name in ("value", "numerator", "denominator")
    },
    **several(
        COMPLEMENT,
        ARITH,
        "proportion_by_branches",
        ("u128(value - ceil_div(to_i128(u128(value * (denominator - numerator))), denominator))", "MathError"),
    ),
    **several(
        BOTH_NARROW,
        ARITH,
        "proportion_by_branches",
        ("u128(value * (denominator - numerator))", "MathError"),
        ("u128(value * numerator)", "MathError"),
    ),
    **several(BELOW_STEP, ARITH, "standardize", ("to_i128(abs(remainder))", "CastingFailure")),
    **several(
        UNGIVEN,
        FILLS,
        FEE,
        ("is_post_only", "true"),
        "to_u64(floor_div(u128(quote * maker_rebate_numerator), maker_rebate_denominator))",
        "u128(quote * maker_rebate_numerator)",
        "u64(rebate + floor_div(rebate * fee_adjustment, 100))",
        "to_i64(u64(u64(to_u64(surplus) - rebate) - filler_reward))",
        "u64(u64(to_u64(surplus) - rebate) - filler_reward)",
        "u64(to_u64(surplus) - rebate)",
        "to_u64(surplus)",
        ("user_high_leverage_mode", "true"),
        "u64(2 * fee)",
        ("u64(fee - filler_reward)", "MathError"),
    ),
    **several(
        NARROWER,
        MARGIN,
        "Margin.worst_case_base_asset_amount",
        ("to_i128(i64(position.base_asset_amount + position.open_bids))", "CastingFailure"),
        ("to_i128(i64(position.base_asset_amount + position.open_asks))", "CastingFailure"),
    ),
    **several(NARROWER, FILLS, "Fills.book_fees", ("to_u128(fees.user_fee)", "CastingFailure")),
    **several(NARROWER, FILLS, "Fills.fill_against_amm", ("to_i64(fees.user_fee)", "CastingFailure")),
    **several(AT_PAR, EXCHANGE, "Prices.highest_quote_price", ("self.quote_price_twap is None", "false")),
    **several(AT_PAR, EXCHANGE, "Prices.lowest_quote_price", ("self.quote_price_twap is None", "false")),
    **several(
        AT_PAR, MARGIN, "Margin.weighted_pnl", ("price != constants.PRICE_PRECISION", "true"), "i128(pnl * price)"
    ),
    **several(AT_PAR, MARGIN, VALUED, ("to_u128(prices.highest_quote_price())", "CastingFailure")),
    **several(AT_PAR, LIQUIDATION, "Liquidation.calculate_perp_if_fee", ("prices.quote_price == 0", "true")),
    **several(
        AT_PAR,
        RISK,
        REDUCED,
        ("to_u128(prices.quote_price)", "CastingFailure"),
    ),
    **several(
        UNRECORDED,
        MARGIN,
        "Margin.liability_value",
        ("contract_type != PREDICTION", "false"),
        "base >= 0",
        "u128(abs(base) * loss)",
    ),
    **several(
        UNRECORDED,
        WEIGHTS,
        "Weights.get_margin_ratio",
        ("high_leverage_mode", "true"),
        "lower_initial > 0",
        "lower_maintenance > 0",
    ),
    **several(
        UNRECORDED,
        WEIGHTS,
        "Weights.get_unrealized_asset_weight",
        "won > market.unrealized_pnl_max_imbalance",
        "to_u32(floor_div(u128(market.unrealized_pnl_max_imbalance * weight), won))",
        "u128(market.unrealized_pnl_max_imbalance * weight)",
    ),
    **several(
        UNGIVEN,
        WEIGHTS,
        "Weights.get_margin_ratio",
        ("requirement_type == FILL", "true"),
        "u32(initial + maintenance)",
    ),
    **several(
        UNGIVEN,
        MARGIN,
        VALUED,
        ("track_open_orders", "true"),
        "worst != 0",
        "u128(abs(worst) - abs(settled.base_asset_amount))",
        "u128(beyond * requirement)",
    ),
    **several(
        SMALL_VALUE,
        MARGIN,
        VALUED,
        ("i128(funding + pnl)", "MathError"),
        ("u128(liability * to_u128(prices.highest_quote_price()))", "MathError"),
        ("u128(requirement + self.margin_requirement_for_open_orders(settled))", "MathError"),
        ("u128(requirement + self.margin_requirement_for_lp_shares(market, settled, valuation))", "MathError"),
    ),
    **several(
        SMALL_VALUE,
        MARGIN,
        "Margin.unrealized_pnl",
        ("to_i128(value)", "CastingFailure"),
        ("i128(sign(base) * to_i128(value) + position.quote_asset_amount)", "MathError"),
    ),
    **several(
        SMALL_VALUE,
        MARGIN,
        "Margin.calculate_account_margin",
        ("u128(found.margin_requirement + extra)", "MathError"),
        ("u128(needed + found.margin_requirement)", "MathError"),
    ),
    **several(
        SMALL_VALUE,
        SHARES,
        "ShareLife.burn_remainder",
        ("u128(self.calculate_base_asset_value_with_oracle_price(remainder, oracle_price) + 1)", "MathError"),
    ),
    **several(
        SMALL_VALUE,
        RISK,
        REDUCED,
        ("u128(to_u128(prices.oracle_price) * to_u128(prices.quote_price))", "MathError"),
        ("u128(price * ratio)", "MathError"),
        ("u128((needed - held) * 100)", "MathError"),
    ),
    **several(
        SMALL_VALUE,
        LIQUIDATION,
        "Liquidation.base_to_cover_shortage",
        ("u128(price * (ratio - liquidator_fee))", "MathError"),
        ("u128(price * if_fee)", "MathError"),
    ),
    **several(
        SMALL_SIZE,
        WEIGHTS,
        "Weights.calculate_size_premium_liability_weight",
        ("u128(size * 10)", "MathError"),
        ("u128(u128(size * 10) + 1)", "MathError"),
        ("u128(root * imf_factor)", "MathError"),
    ),
    **several(
        SMALL_SIZE,
        WEIGHTS,
        "Weights.calculate_size_discount_asset_weight",
        ("u128(size * 10)", "MathError"),
        ("u128(u128(size * 10) + 1)", "MathError"),
        ("u128(root * imf_factor)", "MathError"),
        ("u128(constants.IMF_PRECISION + premium)", "MathError"),
        ("to_u32(floor_div(one, u128(constants.IMF_PRECISION + premium)))", "CastingFailure"),
    ),
    **several(
        SMALL_VALUE,
        WEIGHTS,
        "Weights.get_unrealized_asset_weight",
        ("u128(to_u128(unrealized_pnl) * constants.BASE_TO_QUOTE)", "MathError"),
    ),
    **several(
        POSITIVE,
        WEIGHTS,
        "Weights.get_unrealized_asset_weight",
        ("to_u128(unrealized_pnl)", "CastingFailure"),
    ),
    **several(
        SMALL_POOL,
        "model/bal/pnl.py",
        "PnlSettlement.claimable_pnl",
        ("i128(pool + floor_div(fees, constants.FEE_POOL_DIVISOR))", "MathError"),
        ("i128(pool - max(0, won))", "MathError"),
        ("i128(realised + max(0, excess))", "MathError"),
    ),
    **several(
        BOTH_NARROW,
        MARGIN,
        "Margin.margin_requirement_for_lp_shares",
        ("u128(market.order_step_size * to_u64(valuation_price))", "MathError"),
    ),
    **several(
        BOTH_NARROW,
        PRICING,
        "Pricing.calculate_base_asset_value_with_oracle_price",
        ("u128(abs(base) * max(0, oracle_price))", "MathError"),
    ),
    **several(BOTH_NARROW, FILLS, FEE, ("u128(quote * fee_numerator)", "MathError")),
    **several(BOTH_NARROW, FILLS, "Fills.swap_for_taker", ("u128(fill_price * size)", "MathError")),
    **several(
        OF_ONE_SIGN,
        FILLS,
        "Fills.swap_for_taker",
        ("i64(to_i64(quote) - to_i64(swapped))", "MathError"),
        ("i64(to_i64(swapped) - to_i64(quote))", "MathError"),
    ),
    **several(
        SAME_BEFORE,
        LIQUIDATION,
        "Liquidation.base_to_cover_shortage",
        ("u32(margin_ratio * constants.LIQUIDATION_FEE_TO_MARGIN)", "MathError"),
        ("u128(prices.oracle_price * prices.quote_price)", "MathError"),
    ),
    **several(SPARED, LIQUIDATION, "Liquidation.base_to_cover_shortage", ("u128(freed - fee)", "MathError")),
    **several(
        TAKEN_AWAY,
        LIQUIDATION,
        "Liquidation.is_bankrupt",
        ("account.open_orders > 0", "true"),
        ("account.lp_shares > 0", "true"),
    ),
    **several(VALUED_BEFORE, RISK, REDUCED, ("to_u128(prices.oracle_price)", "CastingFailure")),
    **several(
        REBASED,
        "model/bal/settlement.py",
        "Settlement.calculate_settled_lp_base_quote",
        ("market.per_lp_base != position.per_lp_base", "true"),
    ),
    **several(
        REBASED,
        "model/bal/validation.py",
        "Validation.validate_perp_position_with_perp_market",
        ("position.per_lp_base != market.per_lp_base", "true"),
    ),
    **several(
        SMALL_STEP, LIQUIDITY, "Liquidity.budgeted_k_scale", ("lower_bound < constants.MIN_K_LOWER_BOUND", "true")
    ),
    **several(GAINED_LESS, LIQUIDITY, "Liquidity.budgeted_k_scale", ("denominator < 0", "true")),
    **several(NEVER_NOTHING, ACCOUNTING, "Accounting.get_position_update_type", ("change == 0", "true")),
    **several(OPENED, ACCOUNTING, "Accounting.count_users", ("position.base_asset_amount == 0", "false")),
    **several(NOT_FLAT, ARITH, "sign", ("value < 0", "false")),
    **several(NOT_FLAT, PRICING, "Pricing.calculate_base_asset_value", ("net_base == 0", "true")),
    **several(ENOUGH_K, SHARES, "ShareLife.burn_shares", ("u128(market.sqrt_k - n_shares)", "MathError")),
    **several(
        WIDENS,
        PRICING,
        "Pricing.update_spread_reserves",
        ("quote > ask_quote", "true"),
        ("quote < bid_quote", "true"),
    ),
    **several(WITHIN_RESERVE, PRICING, "Pricing.spread_reserves", ("to_u128(quote)", "CastingFailure")),
    **several(NAMED_USERS, COPIES, "Copies.open", ("held is None", "true"), "isinstance(state, ExchangeState)"),
    **several(
        NAMED_USERS, "model/bal/exchange_operations.py", "ExchangeOperations.open_accounts", ("each is None", "true")
    ),
}
