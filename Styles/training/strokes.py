"""Whether a style is told by its strokes alone: the colours are taken away before paintings are compared."""

import torch

from loss import gram

SPREAD = 0.2  # of the luma, of full scale


def strokes(picture):
    """The luma of (1, 3, H, W), brought to one mean and one spread, as a grey picture."""
    red, green, blue = picture.float().unbind(1)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    deviation, mean = torch.std_mean(luma)
    grey = (luma - mean) / deviation.clamp(min=1e-6) * SPREAD + 0.5
    return grey[:, None].expand(-1, 3, -1, -1).contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def stroke_grams(network, picture, scales):
    """Gram matrices of the strokes of a picture, by scale and layer."""
    return [gram(layer)[0] for level in network.pyramid(strokes(picture), scales) for layer in level]


def nearest(painting, candidates):
    """Which of {name: Gram matrices} is nearest to a painting's, by the mean of relative squared differences."""

    def distance(grams):
        return sum(
            ((a - b).square().sum() / b.square().sum()).item() for a, b in zip(grams, painting, strict=True)
        )

    return min(candidates, key=lambda name: distance(candidates[name]))
