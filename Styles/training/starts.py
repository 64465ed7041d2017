"""Where the vectors of a new style start, so that few steps are spent on what can be measured."""

import torch


@torch.no_grad()
def measured_identity(trunk, photographs):
    """Rows (α, β) at which every norm of the identity starts normalised: α = 1/σ, β = −μ/σ, measured layer by layer.

    From α = 1 training saturates and does not recover.
    """
    rows = torch.zeros(2, trunk.vector_length)
    start = 0
    for layer, width in trunk.widths.items():
        seen = {}
        trunk.watch = seen.__setitem__
        trunk(photographs, torch.stack([torch.zeros(trunk.vector_length), rows[1], rows[0]])[None])
        variance, mean = torch.var_mean(seen[layer].float(), (0, 2, 3), correction=0)
        rows[0, start : start + width] = torch.rsqrt(variance + 1e-5)
        rows[1, start : start + width] = -mean * torch.rsqrt(variance + 1e-5)
        start += width
    trunk.watch = None
    return rows


def with_colours(rows, picture):
    """Rows (γ, β) whose last norm gives each of the three channels the mean and the spread it has in the picture.

    Before the sigmoid these are a painting's colours; what is left to learn is where each of them goes.
    """
    values = torch.logit(picture.clamp(0.02, 0.98))
    deviation, mean = torch.std_mean(values, (0, 2, 3))
    rows = rows.clone()
    rows[0, -3:], rows[1, -3:] = deviation, mean
    return rows
