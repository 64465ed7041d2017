// Rolling farmland under a big sky: fields, a path with cypresses to a
// farmhouse, poppies and grass in front, hills behind hills.
// SPDX-License-Identifier: MIT

#version 3.7;
#include "common.inc"

global_settings { assumed_gamma 1.0 max_trace_level 4 }

#declare Chance = seed(1889);
#declare Sun = vnormalize(<-0.80, 0.42, -0.22>);

camera {
  location <0, 17.5, -64>
  right x * image_width / image_height
  direction z
  angle 54
  look_at <4, 17, 40>
}

light_source { Sun * 50000 color rgb <1.0, 0.82, 0.56> * 2.5 }
light_source { <0, 900, -200> color rgb <0.30, 0.40, 0.58> * 0.70 shadowless }
light_source { <300, 160, -900> color rgb <0.34, 0.36, 0.42> * 0.30 shadowless }

sky_sphere {
  pigment {
    gradient y
    color_map {
      [0.00 color srgb <0.96, 0.86, 0.70>]
      [0.08 color srgb <0.84, 0.85, 0.82>]
      [0.22 color srgb <0.52, 0.69, 0.85>]
      [0.60 color srgb <0.20, 0.40, 0.68>]
    }
  }
  CloudPigment(1.9, 0.515, Sun, <1.10, 1.0, 0.88>, <0.46, 0.50, 0.60>, 11.4)
}
fog { fog_type 2 distance 1500 fog_offset 20 fog_alt 40 color srgb <0.78, 0.82, 0.86> }

// ----------------------------------------------------------------- the land

// The path winds from the front to the farm on its hill.
#declare PathX = function(z) { 2 + 15 * sin(z * 0.040 + 1.3) * (0.75 + z / 300) - 4 }
#declare Swell = function(x, z) {
  36 * Noise(x * 0.0125 + 3.1, 0.5, z * 0.0150 + 1.7)
  + 7.5 * Noise(x * 0.031 + 8.2, 4.5, z * 0.036 + 5.3)
}
#declare FarmAt = <27, 0, 78>;
#declare Hill = function(x, z) { 11 * exp(-(pow(x - 27, 2) + pow(z - 78, 2)) / 1300) }
#declare Land = function(x, z) {
  Swell(x, z) + Hill(x, z) - 12 + 0.055 * max(0, z - 120) - 4.5 * exp(-pow((z + 10) / 34, 2))
}
// Fields: cells of a warped grid, each with its own crop and rows.
#declare WarpX = function(x, z) { x * 0.040 + 0.014 * z + 1.1 * Noise(x * 0.012, 2.2, z * 0.012) }
#declare WarpZ = function(x, z) { z * 0.036 - 0.010 * x + 1.1 * Noise(x * 0.012, 7.7, z * 0.012) }
#declare Scatter = function(i, j) { mod(abs(sin(i * 12.71 + j * 78.23 + 3.1)) * 9173.7, 1) }
#declare Crop = function(x, z) { Scatter(floor(WarpX(x, z)), floor(WarpZ(x, z))) }
#declare Furrow = function(x, z) {
  0.5 + 0.5 * sin(select(Scatter(floor(WarpX(x, z)) + 7, floor(WarpZ(x, z)) - 5) - 0.5, WarpX(x, z), WarpZ(x, z)) * 150)
}
#declare Edge = function(x, z) {
  min(min(WarpX(x, z) - floor(WarpX(x, z)), 1 - WarpX(x, z) + floor(WarpX(x, z))),
      min(WarpZ(x, z) - floor(WarpZ(x, z)), 1 - WarpZ(x, z) + floor(WarpZ(x, z))))
}

#macro CropPigment(Low, High)
  function { 0.22 * Furrow(x, z) + 0.78 * FineFractal(x * 0.35, 0, z * 0.35) }
  color_map { [0.15 color Low] [0.85 color High] }
#end
#declare Fields = pigment {
  function { Crop(x, z) }
  pigment_map {
    [0.00 CropPigment(<0.050, 0.105, 0.022>, <0.13, 0.23, 0.045>)]
    [0.22 CropPigment(<0.050, 0.105, 0.022>, <0.13, 0.23, 0.045>)]
    [0.22 CropPigment(<0.30, 0.20, 0.06>, <0.62, 0.46, 0.15>)]
    [0.44 CropPigment(<0.30, 0.20, 0.06>, <0.62, 0.46, 0.15>)]
    [0.44 CropPigment(<0.085, 0.15, 0.03>, <0.25, 0.32, 0.07>)]
    [0.60 CropPigment(<0.085, 0.15, 0.03>, <0.25, 0.32, 0.07>)]
    [0.60 CropPigment(<0.14, 0.075, 0.04>, <0.30, 0.18, 0.10>)]
    [0.72 CropPigment(<0.14, 0.075, 0.04>, <0.30, 0.18, 0.10>)]
    [0.72 CropPigment(<0.22, 0.22, 0.03>, <0.66, 0.52, 0.05>)]
    [0.90 CropPigment(<0.22, 0.22, 0.03>, <0.66, 0.52, 0.05>)]
    [0.90 CropPigment(<0.06, 0.10, 0.05>, <0.20, 0.19, 0.22>)]
  }
}
#declare Meadow = pigment {
  function { FineFractal(x * 0.30, 0, z * 0.30) }
  color_map { [0.30 color <0.06, 0.095, 0.02>] [0.5 color <0.15, 0.20, 0.045>] [0.72 color <0.36, 0.34, 0.11>] }
}
#declare Dust = pigment {
  function { FineFractal(x * 1.4, 0, z * 1.4) + 0.10 * cos((x - PathX(z)) * 6.3) }
  color_map { [0.25 color <0.26, 0.19, 0.11>] [0.5 color <0.52, 0.41, 0.27>] [0.75 color <0.66, 0.55, 0.38>] }
}
#declare LandTexture = texture {
  pigment {
    function { min(0.99, 0.1 * max(0, abs(x - PathX(z)) + 0.9 * (Fractal(x * 1.3, 0, z * 1.3) - 0.5) + 40 * max(0, z - 74))) }
    pigment_map {
      [0.130 Dust]
      [0.160 Meadow]
      [0.280 Meadow]
      [0.320
        function { max(0, min(0.99, Edge(x, z) + 0.02 * (Fractal(x, 0, z) - 0.5) - 0.01 * max(0, -16 - z))) }
        pigment_map { [0.030 Meadow] [0.045 Fields] }]
    }
  }
  normal { granite 0.25 scale 1.6 }
  finish { ambient 0 diffuse 0.85 }
}

#macro Ground(X, Z) <X, Land(X, Z), Z> #end

// A patch of land as a mesh of Columns by Rows.
#macro Patch(X0, X1, Z0, Z1, Columns, Rows)
  #local PX = function(u, v) { X0 + (X1 - X0) * u }
  #local PZ = function(u, v) { Z0 + (Z1 - Z0) * v }
  #local PY = function(u, v) { Land(X0 + (X1 - X0) * u, Z0 + (Z1 - Z0) * v) }
  object { Sheet(PX, PY, PZ, Columns, Rows) texture { LandTexture } }
#end
Patch(-60, 70, -64, 40, 170, 170)
Patch(-160, 200, 39.5, 240, 170, 150)

// Ranges in the distance, each paler than the one before.
#macro Range(Far, High, Seed, Low, Top)
  #local PX = function(u, v) { (u - 0.5) * Far * 1.5 }
  #local PZ = function(u, v) { Far + 0.30 * Far * v }
  #local PY = function(u, v) {
    -4 + High * sin(pi * 0.5 * min(1, 1.3 * v)) * (0.45 + 1.1 * (Fractal(u * 4.5 + Seed, v * 1.2, Seed * 1.7) - 0.3)) + High * 0.10 * (Fractal(u * 26, v * 5, Seed) - 0.5)
  }
  object {
    Sheet(PX, PY, PZ, 160, 24)
    pigment { function { FineFractal(x * 12 / Far, y * 0.1, z * 14 / Far) } color_map { [0.35 color Low] [0.60 color Top] } }
    finish { ambient 0 diffuse 0.85 }
  }
#end
Range(250, 44, 2.3, <0.045, 0.085, 0.035>, <0.22, 0.24, 0.08>)
Range(420, 84, 5.1, <0.06, 0.10, 0.07>, <0.18, 0.22, 0.12>)
Range(800, 190, 8.4, <0.10, 0.14, 0.17>, <0.17, 0.22, 0.25>)
Range(1500, 390, 3.7, <0.17, 0.22, 0.30>, <0.22, 0.28, 0.36>)

// -------------------------------------------------------------------- trees

#declare Bark = texture { pigment { color <0.11, 0.075, 0.05> } normal { wrinkles 0.6 scale <0.1, 0.5, 0.1> } finish { ambient 0 diffuse 0.8 } }
#declare CypressCrowns = array[3];
#declare CypressCrowns[0] = LeafCrown(150, 60, 0.014, 0.11, Chance)
#declare CypressCrowns[1] = LeafCrown(150, 60, 0.014, 0.12, Chance)
#declare CypressCrowns[2] = LeafCrown(150, 60, 0.014, 0.10, Chance)
#declare OakCrowns = array[4];
#declare OakCrowns[0] = LeafCrown(60, 90, 0.030, 0.55, Chance)
#declare OakCrowns[1] = LeafCrown(48, 100, 0.030, 0.62, Chance)
#declare OakCrowns[2] = LeafCrown(70, 80, 0.028, 0.48, Chance)
#declare OakCrowns[3] = LeafCrown(40, 110, 0.032, 0.70, Chance)
#declare PoplarCrowns = array[2];
#declare PoplarCrowns[0] = LeafCrown(70, 70, 0.022, 0.24, Chance)
#declare PoplarCrowns[1] = LeafCrown(70, 70, 0.022, 0.28, Chance)
#declare LeafFinish = finish { ambient 0 diffuse 0.85 }

#macro Cypress(X, Z, High)
  union {
    cylinder { <0, -0.5, 0>, <0, 1, 0>, 0.17 texture { Bark } }
    object {
      CypressCrowns[floor(3 * rand(Chance))] scale <High * 0.92, High, High * 0.92> rotate 360 * rand(Chance) * y translate 0.4 * y
      pigment { color Varied(<0.060, 0.105, 0.034>, 0.3, Chance) } finish { LeafFinish }
    }
    translate Ground(X, Z)
  }
#end
#macro Oak(X, Z, High, Tone)
  union {
    cone { <0, -0.5, 0>, High * 0.055, <0, High * 0.5, 0>, High * 0.03 texture { Bark } }
    #for (Limb, 1, 4)
      cone { <0, High * 0.22, 0>, High * 0.025, <High * 0.25, High * 0.6, 0>, High * 0.01 rotate Limb * 95 * y texture { Bark } }
    #end
    object {
      OakCrowns[floor(4 * rand(Chance))] scale <High, High * 0.8, High> rotate 360 * rand(Chance) * y translate High * 0.22 * y
      pigment { color Varied(Tone * 1.5, 0.35, Chance) } finish { LeafFinish }
    }
    translate Ground(X, Z)
  }
#end

// Cypresses beside the path.
#for (I, 0, 13)
  #declare Z = -16 + I * 6.8;
  #declare Side = 2 * mod(I, 2) - 1;
  #if (rand(Chance) < 0.9) Cypress(PathX(Z) + Side * Between(2.8, 3.6, Chance), Z + Between(-0.8, 0.8, Chance), Between(5.5, 9.5, Chance)) #end
#end
// Around the farm.
#for (I, 1, 9) Cypress(FarmAt.x + Between(-17, 17, Chance), FarmAt.z + Between(5, 15, Chance), Between(8, 13, Chance)) #end
#for (I, 1, 7) Oak(FarmAt.x + Between(-20, 22, Chance), FarmAt.z + Between(-4, 14, Chance), Between(6, 9, Chance), <0.09, 0.14, 0.035>) #end

// Hedges and trees along the edges of the fields, copses on the slopes.
#declare Planted = 0;
#declare Tries = 0;
#while (Planted < 420 & Tries < 12000)
  #declare Tries = Tries + 1;
  #declare X = Between(-130, 150, Chance);
  #declare Z = Between(4, 215, Chance);
  #declare Copse = Noise(X * 0.03, 9.5, Z * 0.03);
  #if (((Edge(X, Z) < 0.035) | (Copse > 0.72)) & (abs(X - PathX(Z)) > 5) & (vlength(<X, 0, Z> - FarmAt) > 22))
    Oak(X, Z, Between(2.2, 6.5, Chance), <0.11, 0.165, 0.05> + rand(Chance) * rand(Chance) * <0.20, 0.08, 0.0>)
    #declare Planted = Planted + 1;
  #end
#end
#for (I, 1, 400)
  #declare X = Between(-170, 190, Chance);
  #declare F = rand(Chance);
  object {
    OakCrowns[floor(4 * rand(Chance))] scale Between(4, 9, Chance) rotate 360 * rand(Chance) * y
    translate <X, Land(X, 238) + 2 + 10 * F, 240 + 30 * F>
    pigment { color Varied(<0.10, 0.15, 0.06>, 0.4, Chance) } finish { LeafFinish }
  }
#end
// Poplars in the hollow on the left.
#for (I, 0, 8)
  #declare X = -46 + I * 4.2;
  #declare Z = 46 + 3 * sin(I);
  object {
    PoplarCrowns[mod(I, 2)] scale Between(10, 14, Chance) rotate 360 * rand(Chance) * y translate Ground(X, Z)
    pigment { color Varied(<0.17, 0.23, 0.06>, 0.25, Chance) } finish { LeafFinish }
  }
#end
// A great tree stands at the left edge of the picture.
union {
  sphere_sweep {
    cubic_spline 7, <0.3, -2, 0>, 0.9, <0.1, -0.5, 0>, 0.75, <0, 1.5, 0>, 0.5, <0.2, 3.5, 0.1>, 0.42, <0.1, 5.5, 0>, 0.32, <0.5, 8, 0>, 0.18, <0.6, 10, 0>, 0.1
    texture { Bark }
  }
  #for (Limb, 0, 6)
    sphere_sweep {
      cubic_spline 5, <0, 2.0 + Limb * 0.5, 0>, 0.28, <0.1, 2.6 + Limb * 0.5, 0>, 0.22, <1.6, 4.2 + Limb * 0.6, 0>, 0.15, <3.4, 5.4 + Limb * 0.7, 0>, 0.08, <4.2, 6 + Limb * 0.7, 0>, 0.05
      rotate Limb * 137 * y texture { Bark }
    }
  #end
  #for (I, 1, 16)
    object {
      OakCrowns[mod(I, 4)] scale <3.4, 2.3, 3.4> rotate 360 * rand(Chance) * y
      translate <4.0 * sqrt(rand(Chance)), 0, 0> translate <0, 0, 0>
      rotate 360 * rand(Chance) * y translate (3.4 + 6.0 * rand(Chance)) * y
      pigment { color Varied(<0.15, 0.22, 0.05>, 0.35, Chance) } finish { LeafFinish }
    }
  #end
  scale 1.25 translate Ground(-16, -36)
}

// --------------------------------------------------------------------- farm

object { GableHouse(11, 6.5, 15, <0.66, 0.50, 0.34>, <0.46, 0.20, 0.11>, 4, 2, Chance) rotate -38 * y translate Ground(FarmAt.x - 2, FarmAt.z - 2) - 0.6 * y }
object { GableHouse(7, 4.2, 10, <0.62, 0.48, 0.34>, <0.42, 0.19, 0.11>, 2, 1, Chance) rotate 48 * y translate Ground(FarmAt.x + 10, FarmAt.z - 1) - 1.0 * y }
object { GableHouse(5, 10, 5, <0.64, 0.50, 0.36>, <0.44, 0.20, 0.12>, 1, 3, Chance) rotate -38 * y translate Ground(FarmAt.x - 10, FarmAt.z + 6) - 0.6 * y }
#for (I, 1, 9)
  #declare X = Between(-115, 130, Chance); #declare Z = Between(120, 215, Chance);
  object { GableHouse(Between(6, 9, Chance), 5, 10, <0.68, 0.56, 0.42>, <0.46, 0.20, 0.12>, 3, 2, Chance) rotate 360 * rand(Chance) * y translate Ground(X, Z) - 0.8 * y }
#end

// ------------------------------------------------------------- the foreground

// A tuft of bent blades, to be copied over the meadow.
#macro Tuft(Blades, High)
  mesh {
    #for (I, 1, Blades)
      #local A = 2 * pi * rand(Chance);
      #local B = <0.22 * cos(A) * rand(Chance), 0, 0.22 * sin(A) * rand(Chance)>;
      #local H = High * Between(0.5, 1, Chance);
      #local Lean = <cos(A), 0, sin(A)> * H * Between(0.1, 0.5, Chance);
      #local W = 0.014 * <-sin(A), 0, cos(A)>;
      triangle { B - W, B + W, B + Lean * 0.4 + H * 0.6 * y + W * 0.7 }
      triangle { B - W, B + Lean * 0.4 + H * 0.6 * y + W * 0.7, B + Lean * 0.4 + H * 0.6 * y - W * 0.7 }
      triangle { B + Lean * 0.4 + H * 0.6 * y - W * 0.7, B + Lean * 0.4 + H * 0.6 * y + W * 0.7, B + Lean + H * y }
    #end
  }
#end
#declare Tufts = array[4];
#declare Tufts[0] = Tuft(46, 0.7)
#declare Tufts[1] = Tuft(40, 0.55)
#declare Tufts[2] = Tuft(50, 0.85)
#declare Tufts[3] = Tuft(36, 0.45)
#for (I, 1, 9000)
  #declare Z = -57 + 46 * pow(rand(Chance), 1.7);
  #declare X = (rand(Chance) - 0.5) * (Z + 66) * 1.25;
  #if (abs(X - PathX(Z)) > 1.5 + 0.5 * rand(Chance))
    object {
      Tufts[floor(4 * rand(Chance))]
      scale Between(0.6, 1.35, Chance) rotate 360 * rand(Chance) * y translate Ground(X, Z)
      pigment { color Varied(<0.17, 0.24, 0.05>, 0.35, Chance) + <0.22, 0.16, 0.04> * pow(rand(Chance), 2) }
      finish { ambient 0 diffuse 0.9 }
    }
  #end
#end
// Poppies, daisies and cornflowers, in drifts.
#declare Flowers = 0;
#declare Tries = 0;
#while (Flowers < 2600 & Tries < 30000)
  #declare Tries = Tries + 1;
  #declare Z = -57 + 48 * pow(rand(Chance), 1.6);
  #declare X = (rand(Chance) - 0.5) * (Z + 66) * 1.2;
  #declare Drift = Noise(X * 0.16, 1.2, Z * 0.16);
  #if ((Drift > 0.50) & (abs(X - PathX(Z)) > 1.8))
    #declare Kind = rand(Chance) + 1.4 * (Noise(X * 0.1, 6.2, Z * 0.1) - 0.5);
    sphere {
      0, 0.085 * Between(0.7, 1.25, Chance)
      scale <1, 0.62, 1> rotate <Between(-50, 50, Chance), 0, Between(-50, 50, Chance)>
      translate Ground(X, Z) + Between(0.45, 0.85, Chance) * y
      #if (Kind < 0.62) pigment { color Varied(<0.72, 0.045, 0.02>, 0.3, Chance) }
      #else #if (Kind < 0.86) pigment { color <0.85, 0.82, 0.74> } #else pigment { color Varied(<0.14, 0.18, 0.62>, 0.3, Chance) } #end #end
      finish { ambient 0 diffuse 0.85 }
    }
    #declare Flowers = Flowers + 1;
  #end
#end
// A fence along the path.
#for (I, 0, 15)
  #declare Z = -52 + I * 2.1;
  #declare X = PathX(Z) - 2.4;
  cylinder { Ground(X, Z) - 0.3 * y, Ground(X, Z) + (1.15 + 0.1 * rand(Chance)) * y, 0.075 pigment { color Varied(<0.22, 0.17, 0.12>, 0.25, Chance) } normal { wrinkles 0.5 scale <0.05, 0.4, 0.05> } finish { ambient 0 diffuse 0.85 } }
  #declare Next = Ground(PathX(Z + 2.1) - 2.4, Z + 2.1);
  #for (Rail, 0, 1)
    cylinder { Ground(X, Z) + (0.5 + 0.45 * Rail) * y, Next + (0.5 + 0.45 * Rail + Between(-0.05, 0.05, Chance)) * y, 0.045 pigment { color Varied(<0.24, 0.18, 0.13>, 0.25, Chance) } finish { ambient 0 diffuse 0.85 } }
  #end
#end
